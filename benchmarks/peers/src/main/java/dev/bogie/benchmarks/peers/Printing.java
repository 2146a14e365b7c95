package dev.bogie.benchmarks.peers;

/** The floor: a virtual machine that says a word. */
public final class Printing {
    private Printing() {}

    /** Says it. */
    public static void main(String[] args) {
        System.out.println("ready");
    }
}
