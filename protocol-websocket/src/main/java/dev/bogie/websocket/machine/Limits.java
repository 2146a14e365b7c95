package dev.bogie.websocket.machine;

/**
 * How much of a message a machine accepts (RFC 6455 §10.4). One path holds for text and binary,
 * whole and fragmented, so that no limit can be walked around.
 *
 * @param message the budget of a message in bytes: its payload, plus {@code fragmentCost} for each
 *     frame after the first. Checked against the announced length, before anything is allocated
 * @param fragments how many frames a message may have; bounds what empty fragments cost
 * @param fragmentCost what a frame after the first is charged beyond its payload
 */
public record Limits(int message, int fragments, int fragmentCost) {
    /**
     * 1 MiB a message, 131,072 fragments, 7 bytes for each of them: as many one-byte fragments as
     * the count allows use up exactly the budget.
     */
    public static final Limits STANDARD = new Limits(1 << 20, 1 << 17, 7);

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if a limit is not positive (the cost may be zero)
     */
    public Limits {
        if (message < 1 || fragments < 1 || fragmentCost < 0) {
            throw new IllegalArgumentException(
                    "message and fragments must be at least 1, fragmentCost at least 0: message="
                            + message
                            + " fragments="
                            + fragments
                            + " fragmentCost="
                            + fragmentCost);
        }
    }

    /**
     * These limits with another budget for a message.
     *
     * @param bytes the budget, at least 1
     * @return the new limits
     */
    public Limits withMessage(int bytes) {
        return new Limits(bytes, fragments, fragmentCost);
    }
}
