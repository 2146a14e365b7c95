package dev.bogie.testkit.protocol;

/**
 * Where what a client says is cut: what is before a cut is taken before what is behind it comes.
 */
@FunctionalInterface
interface Cuts {
    Cuts NONE = offset -> Integer.MAX_VALUE;
    Cuts EVERYWHERE = offset -> offset + 1;

    /** The first cut behind a place, counted in bytes from the client's first. */
    int after(int offset);

    static Cuts at(int place) {
        return offset -> offset < place ? place : Integer.MAX_VALUE;
    }
}
