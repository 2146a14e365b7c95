package dev.bogie.broadcast;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One subscriber: a cursor in the topic's log, and at most one task in flight that moves it. It has
 * no queue of its own: what it has not been sent is what stands behind its cursor.
 */
final class Reader<M, E> implements Subscription, Runnable {
    private final Topic<M> topic;
    private final Encoding<M, E> encoding;
    private final Outlet<E> outlet;
    private final AtomicBoolean inFlight = new AtomicBoolean();
    private volatile Entry<M> sent; // the last that was sent; written by the driver only
    private volatile boolean active = true;

    Reader(Topic<M> topic, Encoding<M, E> encoding, Outlet<E> outlet, Entry<M> sent) {
        this.topic = topic;
        this.encoding = encoding;
        this.outlet = outlet;
        this.sent = sent;
    }

    Encoding<M, E> encoding() {
        return encoding;
    }

    /** How many messages stand behind the cursor. */
    long lag(long newest) {
        return newest - sent.id;
    }

    @Override
    public void resume() {
        if (active
                && sent.next != null
                && inFlight.compareAndSet(false, true)
                && !outlet.execute(this)) {
            cutOff("it takes no more tasks: it is closed, or too many wait");
        }
    }

    /** On the driver of the outlet. */
    @Override
    public void run() {
        boolean writable = true;
        Entry<M> next = sent.next;
        while (active && next != null && writable) {
            writable = outlet.isWritable();
            if (writable) {
                outlet.send(next.encodedBy(encoding));
                sent = next;
                next = next.next;
            }
        }
        inFlight.set(false);
        if (writable || outlet.isWritable()) {
            resume(); // for what came, or drained, after the last look and before the flag fell
        }
    }

    @Override
    public void cancel() {
        if (active) {
            active = false;
            topic.forget(this);
        }
    }

    @Override
    public boolean isActive() {
        return active;
    }

    void cutOff(String reason) {
        if (active) {
            cancel();
            outlet.cutOff("cut off from " + topic.name() + ": " + reason);
        }
    }
}
