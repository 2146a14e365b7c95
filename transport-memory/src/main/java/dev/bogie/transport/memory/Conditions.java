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
 */
record Conditions(
        int pipe,
        long leastLatency,
        long mostLatency,
        Splits splits,
        double resets,
        double backPressure) {

    static final int PIPE = 64 * 1_024;

    static final Conditions PERFECT = new Conditions(PIPE, 0, 0, Splits.whole(), 0, 0);

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
        return new Conditions(bytes, leastLatency, mostLatency, splits, resets, backPressure);
    }

    Conditions withLatency(long least, long most) {
        return new Conditions(pipe, least, most, splits, resets, backPressure);
    }

    Conditions withSplits(Splits rule) {
        return new Conditions(pipe, leastLatency, mostLatency, rule, resets, backPressure);
    }

    Conditions withResets(double p) {
        return new Conditions(pipe, leastLatency, mostLatency, splits, p, backPressure);
    }

    Conditions withBackPressure(double p) {
        return new Conditions(pipe, leastLatency, mostLatency, splits, resets, p);
    }
}
