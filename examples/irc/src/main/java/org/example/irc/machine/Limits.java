package org.example.irc.machine;

/**
 * What a client may take. Times are in nanoseconds.
 *
 * @param registration how long it may take to say who it is
 * @param idle after which silence it is asked whether it is there, and again until it is given up
 * @param burst how many lines it may send at once
 * @param line how long it waits for each line beyond these
 * @param drain how long before the end of a drain it is sent away
 */
public record Limits(long registration, long idle, int burst, long line, long drain) {}
