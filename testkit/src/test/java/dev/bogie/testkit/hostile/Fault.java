package dev.bogie.testkit.hostile;

import dev.bogie.testkit.stranger.LinesProtocol;

/** A good protocol with one mistake in it. */
sealed interface Fault permits HandlerFault, DescriptionFault {
    /** The test that must fail. */
    String meant();

    LinesProtocol protocol();
}
