package dev.bogie.transport.support;

import org.jspecify.annotations.Nullable;

/**
 * Many deadlines that mostly move later and seldom come: a hashed wheel that is re-armed lazily. An
 * entry that was moved later stays where it is until its old time comes, and is then asked again.
 * Not thread-safe: one loop's.
 *
 * <p>An entry is told at or after its time, by one tick (16.8 ms) late at the most, if {@link
 * #advance} is called at the times that {@link #nextAt} says.
 */
public final class DeadlineWheel {
    private static final int TICK_SHIFT = 24; // 2^24 ns = 16.8 ms
    private static final int SLOTS = 512; // one round is 8.6 s
    private static final int MASK = SLOTS - 1;

    /** What waits for its time; in one wheel at the most. */
    public abstract static class Entry {
        @Nullable Entry previous;
        @Nullable Entry following;
        boolean queued;
        long at;

        /** An entry that is in no wheel. */
        protected Entry() {}

        /**
         * When this is to be told, asked again when the time it was added with has come.
         *
         * @return on the wheel's clock; {@link Long#MAX_VALUE} for never
         */
        protected abstract long dueAt();

        /**
         * The time has come; the entry is in no wheel now.
         *
         * @param now the time, at or after {@link #dueAt}
         */
        protected abstract void due(long now);
    }

    private static final class Head extends Entry {
        @Override
        protected long dueAt() {
            return Long.MAX_VALUE;
        }

        @Override
        protected void due(long now) {}
    }

    private final @Nullable Head[] slots = new Head[SLOTS];
    private final Head due = new Head(); // the slot that is being told
    private long tick; // all before are told
    private int size;

    /**
     * An empty wheel.
     *
     * @param now the time on its clock
     */
    public DeadlineWheel(long now) {
        this.tick = now >> TICK_SHIFT;
    }

    /**
     * Adds an entry, or moves it if its time is earlier than the one it was added with. Does
     * nothing if that is later, or for {@link Long#MAX_VALUE}: lazily.
     *
     * @param entry the entry
     * @param at its time
     */
    public void add(Entry entry, long at) {
        if (at == Long.MAX_VALUE) {
            return;
        }
        if (entry.queued) {
            if (entry.at - at <= 0) {
                return;
            }
            remove(entry);
        }
        entry.at = at;
        long when = Math.max(tickOf(at), tick);
        int slot = (int) when & MASK;
        Head head = slots[slot];
        if (head == null) {
            head = new Head();
            slots[slot] = head;
        }
        entry.previous = head;
        entry.following = head.following;
        if (head.following != null) {
            head.following.previous = entry;
        }
        head.following = entry;
        entry.queued = true;
        size++;
    }

    /**
     * Removes an entry, if it is there.
     *
     * @param entry the entry
     */
    public void remove(Entry entry) {
        if (entry.queued) {
            if (entry.previous != null) {
                entry.previous.following = entry.following;
            }
            if (entry.following != null) {
                entry.following.previous = entry.previous;
            }
            entry.previous = null;
            entry.following = null;
            entry.queued = false;
            size--;
        }
    }

    /**
     * How many entries wait.
     *
     * @return entries
     */
    public int size() {
        return size;
    }

    /**
     * When {@link #advance} has something to do at the earliest, looking at one round.
     *
     * @return on the wheel's clock; {@link Long#MAX_VALUE} if nothing waits
     */
    public long nextAt() {
        if (size == 0) {
            return Long.MAX_VALUE;
        }
        for (long t = tick; t < tick + SLOTS; t++) {
            Head head = slots[(int) t & MASK];
            if (head != null && head.following != null) {
                return (t + 1) << TICK_SHIFT;
            }
        }
        throw new AssertionError(size + " entries in no slot");
    }

    /**
     * Tells what is due.
     *
     * @param now the time; not before the one of the last call
     */
    public void advance(long now) {
        long until = now >> TICK_SHIFT;
        long first = Math.max(tick, until - SLOTS);
        tick = until; // what is added meanwhile goes to this tick or later
        for (long t = first; t < until && size > 0; t++) {
            Head head = slots[(int) t & MASK];
            if (head != null) {
                tell(head, now);
            }
        }
    }

    private void tell(Head head, long now) {
        // Off the slot first: what is re-armed one round later lands in the same slot.
        due.following = head.following;
        if (due.following != null) {
            due.following.previous = due;
        }
        head.following = null;
        for (Entry entry = due.following; entry != null; entry = due.following) {
            remove(entry);
            long dueAt = entry.dueAt();
            if (dueAt != Long.MAX_VALUE && now - dueAt >= 0) {
                entry.due(now);
            } else {
                add(entry, dueAt);
            }
        }
    }

    private static long tickOf(long at) {
        return at >> TICK_SHIFT;
    }
}
