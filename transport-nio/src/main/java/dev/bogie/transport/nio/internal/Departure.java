package dev.bogie.transport.nio.internal;

import dev.bogie.transport.Engine;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Asks the streams of one loop to go over to another engine: some of them in each round, so that
 * the others are served meanwhile.
 */
final class Departure extends Inbox.Mail {
    private static final int BATCH = 64;

    private final Loop loop;
    private final Engine other;
    private final CompletableFuture<Long> done = new CompletableFuture<>();
    private Iterator<NioStream> unasked = List.<NioStream>of().iterator();
    private boolean begun;
    private long gone;

    Departure(Loop loop, Engine other) {
        this.loop = loop;
        this.other = other;
    }

    /** How many have gone, once the loop's selector has forgotten them. */
    CompletableFuture<Long> begin() {
        if (!loop.post(this)) {
            returned();
        }
        return done;
    }

    @Override
    void delivered() {
        OpenStreams streams = loop.streams();
        if (!begun) {
            begun = true;
            unasked = streams.all().iterator();
        } else if (!unasked.hasNext()) {
            done.complete(gone); // a selection lies between this and the last that has gone
            return;
        }
        for (int i = 0; i < BATCH && unasked.hasNext(); i++) {
            NioStream stream = unasked.next();
            if (!streams.isCounting() && stream.moveTo(other)) {
                streams.left(stream);
                gone++;
            }
        }
        if (!loop.post(this)) {
            returned();
        }
    }

    @Override
    void returned() {
        done.complete(gone);
    }
}
