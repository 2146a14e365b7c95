package dev.bogie.http.filter;

import org.jspecify.annotations.Nullable;

/** A request's way to its session, which is looked up or begun only when someone asks. */
final class SessionAccess {
    private final Sessions store;
    private final String sentId;
    private @Nullable Session session;

    SessionAccess(Sessions store, String sentId) {
        this.store = store;
        this.sentId = sentId;
    }

    synchronized Session session() {
        if (session == null) {
            session = store.findOrBegin(sentId);
        }
        return session;
    }

    /** The identifier to tell the browser; null if it knows it, or nobody asked for the session. */
    synchronized @Nullable String idToSend() {
        String id = session == null ? sentId : store.idOf(session);
        return id.equals(sentId) ? null : id;
    }
}
