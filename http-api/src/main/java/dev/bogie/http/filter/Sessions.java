package dev.bogie.http.filter;

import dev.bogie.http.FieldName;
import dev.bogie.http.Filter;
import dev.bogie.http.Grammar;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.NonBlocking;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.fields.Cookie;
import dev.bogie.http.fields.SetCookie;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Sessions by a cookie: the browser holds an identifier, the server's memory everything else.
 *
 * <p>The identifier is 192 random bits and means nothing. What a browser sends is looked at for
 * length and characters before it is looked up; what is not known (forged, expired, from before a
 * restart) gets a new session, never the identifier that was sent. The cookie is {@code HttpOnly;
 * SameSite=Lax}, and {@code Secure} over TLS. A session begins when {@link Session#of} is first
 * asked, ends when it has not been used for a while, and the least recently used one goes when
 * there are too many: memory stays bounded whatever strangers do.
 */
public final class Sessions implements Filter, NonBlocking {
    /** {@code http.session-idle}: how long a session lasts without being used. */
    public static final Setting<Duration> IDLE =
            Setting.duration(
                    "http.session-idle",
                    Duration.ofMinutes(30),
                    Duration.ofMillis(1),
                    Duration.ofDays(400),
                    "time that a session lasts without being used");

    /** {@code http.max-sessions}: how many sessions are kept at most. */
    public static final Setting<Long> CAPACITY =
            Setting.count(
                    "http.max-sessions",
                    10_000,
                    1,
                    100_000_000,
                    "sessions that are kept; above it the least recently used one goes");

    /** Both, for the list of an application that keeps sessions. */
    public static final List<Setting<?>> SETTINGS = List.of(IDLE, CAPACITY);

    private static final int ID_BYTES = 24;
    private static final int ID_LENGTH = ID_BYTES / 3 * 4;

    private final String cookieName;
    private final long idleMillis;
    private final int capacity;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();

    /** The least recently used first. Guarded by the lock, like the sessions' own two fields. */
    private final Map<String, Session> byId = new LinkedHashMap<>(64, 0.75f, true);

    /** Made for the first who needs it: it takes a start more time than all else here. */
    private static final class Chance {
        static final SecureRandom RANDOM = new SecureRandom();
    }

    private Sessions(Builder from) {
        this.cookieName = from.cookieName;
        this.idleMillis = from.idle.toMillis();
        this.capacity = from.capacity;
        this.clock = from.clock;
    }

    /** {@return a builder with the usual values} */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Response filter(Request request, HttpHandler next) throws Exception {
        SessionAccess access = new SessionAccess(this, sentId(request));
        Response response = next.handle(request.with(Session.ACCESS, access));
        String id = access.idToSend();
        if (id == null) {
            return response;
        }
        SetCookie cookie = SetCookie.of(cookieName, id).secure(request.scheme().equals("https"));
        Response marked = response.adding(FieldName.SET_COOKIE, cookie.toString());
        // A cache that kept this response would hand one browser's session to all.
        return marked.fields().has(FieldName.CACHE_CONTROL)
                ? marked
                : marked.with(FieldName.CACHE_CONTROL, "no-store");
    }

    /** {@return how many sessions are kept now, those that have expired unnoticed included} */
    public int count() {
        lock.lock();
        try {
            return byId.size();
        } finally {
            lock.unlock();
        }
    }

    Session findOrBegin(String sentId) {
        long now = clock.millis();
        lock.lock();
        try {
            Session session = sentId.isEmpty() ? null : byId.get(sentId);
            if (session != null && now - session.lastUsed > idleMillis) {
                byId.remove(sentId);
                session = null;
            }
            if (session == null) {
                makeRoom(now);
                session = new Session(this, newId());
                byId.put(session.id, session);
            }
            session.lastUsed = now;
            return session;
        } finally {
            lock.unlock();
        }
    }

    String idOf(Session session) {
        lock.lock();
        try {
            return session.id;
        } finally {
            lock.unlock();
        }
    }

    void renew(Session session) {
        lock.lock();
        try {
            byId.remove(session.id);
            session.id = newId();
            session.lastUsed = clock.millis();
            byId.put(session.id, session);
        } finally {
            lock.unlock();
        }
    }

    void remove(Session session) {
        lock.lock();
        try {
            byId.remove(session.id);
        } finally {
            lock.unlock();
        }
    }

    private void makeRoom(long now) {
        Iterator<Session> eldest = byId.values().iterator();
        while (eldest.hasNext()) {
            Session session = eldest.next();
            if (byId.size() < capacity && now - session.lastUsed <= idleMillis) {
                return;
            }
            eldest.remove();
        }
    }

    private String newId() {
        byte[] bytes = new byte[ID_BYTES];
        Chance.RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private String sentId(Request request) {
        String sent = Cookie.first(request.fields(), cookieName).orElse("");
        return isId(sent) ? sent : "";
    }

    private static boolean isId(String text) {
        if (text.length() != ID_LENGTH) {
            return false;
        }
        for (int i = 0; i < ID_LENGTH; i++) {
            char c = text.charAt(i);
            boolean allowed = (c < 0x80 && Character.isLetterOrDigit(c)) || c == '-' || c == '_';
            if (!allowed) {
                return false;
            }
        }
        return true;
    }

    /** How sessions are kept. Not safe for several threads. */
    public static final class Builder {
        private String cookieName = "session";
        private Duration idle = IDLE.fallback();
        private int capacity = CAPACITY.fallback().intValue();
        private InstantSource clock = InstantSource.system();

        private Builder() {}

        /**
         * The cookie's name; {@code session} before any call.
         *
         * @param name a token
         * @return this
         * @throws IllegalArgumentException if it is no token
         */
        public Builder cookieName(String name) {
            if (!Grammar.isToken(name)) {
                throw new IllegalArgumentException(
                        "not a cookie's name: \"" + Grammar.printable(name) + '"');
            }
            this.cookieName = name;
            return this;
        }

        /**
         * What {@link #IDLE} and {@link #CAPACITY} are to be.
         *
         * @param settings has them, or their defaults
         * @return this
         */
        public Builder settings(Settings settings) {
            return idle(settings.get(IDLE)).capacity(settings.get(CAPACITY).intValue());
        }

        /**
         * How long a session lasts without being used; 30 minutes before any call.
         *
         * @param idle more than zero
         * @return this
         * @throws IllegalArgumentException if it is not
         */
        public Builder idle(Duration idle) {
            if (!idle.isPositive()) {
                throw new IllegalArgumentException("not a life time of a session: " + idle);
            }
            this.idle = idle;
            return this;
        }

        /**
         * How many sessions are kept at most; 10,000 before any call.
         *
         * @param sessions more than zero
         * @return this
         * @throws IllegalArgumentException if it is not
         */
        public Builder capacity(int sessions) {
            if (sessions < 1) {
                throw new IllegalArgumentException("not a number of sessions: " + sessions);
            }
            this.capacity = sessions;
            return this;
        }

        /**
         * The clock by which sessions expire; the system's before any call.
         *
         * @param clock tells the time
         * @return this
         */
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /** {@return the filter, with no sessions yet} */
        public Sessions build() {
            return new Sessions(this);
        }
    }
}
