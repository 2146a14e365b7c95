package dev.bogie.launcher;

import java.time.Duration;

/**
 * How both ends of a control socket bear with each other. An order may take as long as it takes:
 * meanwhile the server says again and again that it is at work.
 *
 * @param silence how long one end may say nothing until the other gives it up
 * @param beat how often a server says that it is at work; much shorter than that
 * @param pause how long a server waits when it cannot accept
 */
record Pace(Duration silence, Duration beat, Duration pause) {
    static final Pace USUAL =
            new Pace(Duration.ofSeconds(10), Duration.ofSeconds(2), Duration.ofSeconds(1));
}
