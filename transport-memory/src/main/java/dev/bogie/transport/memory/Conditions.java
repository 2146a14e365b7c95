package dev.bogie.transport.memory;

/**
 * What a network is like at present.
 *
 * @param pipe bytes that one direction of a connection holds
 * @param leastLatency nanoseconds that a message takes at the least
 * @param mostLatency nanoseconds that it takes at the most
 * @param splits how reads are cut
 * @param resets the probability that a write breaks its connection
 * @param backPressure the probability that a write finds less room than there is
 * @param datagrams what becomes of datagrams
 */
record Conditions(
        int pipe,
        long leastLatency,
        long mostLatency,
        Splits splits,
        double resets,
        double backPressure,
        Datagrams datagrams) {

    /**
     * What becomes of datagrams.
     *
     * @param loss the probability that one is lost
     * @param duplicates the probability that one comes twice
     * @param reorder the probability that one is overtaken by those that are sent after it
     */
    record Datagrams(double loss, double duplicates, double reorder) {
        static final Datagrams PERFECT = new Datagrams(0, 0, 0);

        Datagrams {
            checkProbability("loss", loss);
            checkProbability("duplicates", duplicates);
            checkProbability("reorder", reorder);
        }
    }

    static final int PIPE = 64 * 1_024;

    static final Conditions PERFECT =
            new Conditions(PIPE, 0, 0, Splits.whole(), 0, 0, Datagrams.PERFECT);

    Conditions {
        if (pipe < 1) {
            throw new IllegalArgumentException("a pipe of " + pipe + " bytes");
        }
        if (leastLatency < 0 || mostLatency < leastLatency) {
            throw new IllegalArgumentException(
                    "latency from " + leastLatency + " to " + mostLatency + " ns");
        }
        checkProbability("resets", resets);
        checkProbability("back-pressure", backPressure);
    }

    private static void checkProbability(String what, double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException(what + ": " + p + " is not from 0 to 1");
        }
    }

    Conditions withPipe(int bytes) {
        return new Conditions(
                bytes, leastLatency, mostLatency, splits, resets, backPressure, datagrams);
    }

    Conditions withLatency(long least, long most) {
        return new Conditions(pipe, least, most, splits, resets, backPressure, datagrams);
    }

    Conditions withSplits(Splits rule) {
        return new Conditions(
                pipe, leastLatency, mostLatency, rule, resets, backPressure, datagrams);
    }

    Conditions withResets(double p) {
        return new Conditions(pipe, leastLatency, mostLatency, splits, p, backPressure, datagrams);
    }

    Conditions withBackPressure(double p) {
        return new Conditions(pipe, leastLatency, mostLatency, splits, resets, p, datagrams);
    }

    Conditions withLoss(double p) {
        return with(new Datagrams(p, datagrams.duplicates(), datagrams.reorder()));
    }

    Conditions withDuplicates(double p) {
        return with(new Datagrams(datagrams.loss(), p, datagrams.reorder()));
    }

    Conditions withReorder(double p) {
        return with(new Datagrams(datagrams.loss(), datagrams.duplicates(), p));
    }

    private Conditions with(Datagrams changed) {
        return new Conditions(
                pipe, leastLatency, mostLatency, splits, resets, backPressure, changed);
    }
}
