package dev.bogie.http.filter;

import dev.bogie.http.Attribute;
import dev.bogie.http.Request;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What a server remembers of one browser, between requests. Found with {@link #of} behind {@link
 * Sessions}; safe for any thread, as one browser sends several requests at once.
 *
 * {@snippet :
 * static final Attribute<String> USER = Attribute.named("user");
 *
 * Response handle(Request request) {
 *     String user = Session.of(request).get(USER, () -> randomName());
 *     return Response.text("Hello, " + user);
 * }
 * }
 */
public final class Session {
    static final Attribute<SessionAccess> ACCESS = Attribute.named("session");

    private final Map<Attribute<?>, Object> values = new ConcurrentHashMap<>();
    private final Sessions store;

    /** Both guarded by the store's lock. */
    String id;

    long lastUsed;

    Session(Sessions store, String id) {
        this.store = store;
        this.id = id;
    }

    /**
     * The session of a request, begun now if there is none yet: the response to this request then
     * sets the cookie, so it is too late in a body that is already on its way.
     *
     * @param request has come through {@link Sessions}
     * @return the same session each time for the same request
     * @throws IllegalStateException if it has not
     */
    public static Session of(Request request) {
        return request.attribute(ACCESS)
                .orElseThrow(
                        () -> new IllegalStateException("the filter Sessions is not in the way"))
                .session();
    }

    /**
     * What is kept under a key.
     *
     * @param key which
     * @param <T> the type of the value
     * @return the value, if there is one
     */
    public <T> Optional<T> get(Attribute<T> key) {
        @SuppressWarnings("unchecked") // put under its own key only
        T value = (T) values.get(key);
        return Optional.ofNullable(value);
    }

    /**
     * What is kept under a key, put there now if nothing is.
     *
     * @param key which
     * @param otherwise makes the value; called at most once for a key, must not wait
     * @param <T> the type of the value
     * @return the value
     */
    public <T> T get(Attribute<T> key, Supplier<T> otherwise) {
        @SuppressWarnings("unchecked") // put under its own key only
        T value = (T) values.computeIfAbsent(key, _ -> otherwise.get());
        return value;
    }

    /**
     * Keeps a value.
     *
     * @param key under which
     * @param value instead of what was there
     * @param <T> the type of the value
     */
    public <T> void put(Attribute<T> key, T value) {
        values.put(key, value);
    }

    /**
     * Forgets a value.
     *
     * @param key under which it was kept
     */
    public void remove(Attribute<?> key) {
        values.remove(key);
    }

    /**
     * Gives the session a new identifier; the old one is void at once. To be called whenever rights
     * change, as at a login, so that an identifier planted before is worth nothing.
     */
    public void renew() {
        store.renew(this);
    }

    /** Ends the session: its values are forgotten, its identifier is void. */
    public void invalidate() {
        values.clear();
        store.remove(this);
    }
}
