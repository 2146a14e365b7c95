package dev.bogie.chat.internal;

import java.util.random.RandomGenerator;

/** Names for people who have not given one: easy to tell apart, hard to guess nothing from. */
final class Names {
    private static final String[] KINDS = {
        "Amber", "Brisk", "Calm", "Clever", "Early", "Gentle", "Golden", "Lucky", "Merry", "Nimble",
        "Plain", "Quiet", "Silver", "Steady", "Swift", "Warm"
    };
    private static final String[] BIRDS = {
        "Avocet", "Bunting", "Crane", "Dipper", "Egret", "Finch", "Godwit", "Heron", "Ibis", "Jay",
        "Kestrel", "Lapwing", "Martin", "Ouzel", "Plover", "Wren"
    };

    private Names() {}

    static String next(RandomGenerator random) {
        return KINDS[random.nextInt(KINDS.length)]
                + " "
                + BIRDS[random.nextInt(BIRDS.length)]
                + " "
                + random.nextInt(10, 100);
    }
}
