package dev.bogie.http;

import dev.bogie.http.fields.Authority;
import dev.bogie.http.fields.MediaType;
import dev.bogie.http.fields.PercentEncoding;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request (RFC 9110 §9): method, target, fields, body, and what travels with it. Immutable apart
 * from what its body does; a filter passes on a changed copy.
 *
 * {@snippet :
 * Response page = client.handle(Request.get("http://localhost:8080/"));
 * Response greeting = router.handle(Request.get("/World")); // in a test, with no server
 * }
 */
public final class Request {
    final Method method;
    final String scheme;
    final String authority;
    final String target;
    final Fields fields;
    final Body body;
    final Exchange exchange;
    final String upgrade;
    final Map<String, String> pathParameters;
    final @Nullable Attached attached;

    /** A list of attributes; one set later hides one set before. */
    record Attached(Attribute<?> attribute, Object value, @Nullable Attached before) {}

    Request(RequestBuilder from) {
        this.method = from.method;
        this.scheme = from.scheme;
        this.authority = from.authority;
        this.target = from.target;
        this.fields = from.fields;
        this.body = from.body;
        this.exchange = from.exchange;
        this.upgrade = from.upgrade;
        this.pathParameters = from.pathParameters;
        this.attached = from.attached;
    }

    /**
     * {@return a request for that address}
     *
     * @param method the method
     * @param address {@code http://host:port/path?query}, {@code https://…}, or only what follows
     *     the host, for a handler that is called directly; escaped as RFC 3986 asks, no fragment
     * @throws IllegalArgumentException if it is none of these
     */
    public static Request of(Method method, String address) {
        if (address.startsWith("/") || address.equals("*")) {
            return builder(method, checkedTarget(method, address)).build();
        }
        int host = address.indexOf("://");
        String scheme = address.substring(0, Math.max(host, 0)).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException(
                    "not an address: \""
                            + Grammar.printable(address)
                            + "\" (http://host/path, https://host/path or /path)");
        }
        int end = host + 3;
        while (end < address.length() && "/?".indexOf(address.charAt(end)) < 0) {
            end++;
        }
        String authority = address.substring(host + 3, end);
        Authority.parse(authority);
        String rest = address.substring(end);
        String target = rest.startsWith("/") ? rest : "/" + rest;
        return builder(method, checkedTarget(method, target))
                .scheme(scheme)
                .authority(authority)
                .build();
    }

    /**
     * {@return a GET; see {@link #of}}
     *
     * @param address where to; see {@link #of}
     */
    public static Request get(String address) {
        return of(Method.GET, address);
    }

    /**
     * {@return a POST of that body; see {@link #of}}
     *
     * @param address where to; see {@link #of}
     * @param body the content
     */
    public static Request post(String address, Body body) {
        return of(Method.POST, address).with(body);
    }

    /**
     * {@return a PUT of that body; see {@link #of}}
     *
     * @param address where to; see {@link #of}
     * @param body the content
     */
    public static Request put(String address, Body body) {
        return of(Method.PUT, address).with(body);
    }

    /**
     * {@return a DELETE; see {@link #of}}
     *
     * @param address where to; see {@link #of}
     */
    public static Request delete(String address) {
        return of(Method.DELETE, address);
    }

    /**
     * {@return a builder for what a protocol has read and found valid} Nothing is checked again
     * here; who sends a request checks all of it in any case.
     *
     * @param method the method
     * @param target in origin-form: begins with a slash; or {@code *} with OPTIONS; or the
     *     authority with CONNECT
     */
    public static RequestBuilder builder(Method method, String target) {
        return new RequestBuilder(method, target);
    }

    /** {@return the method} */
    public Method method() {
        return method;
    }

    /** {@return {@code http} or {@code https}} */
    public String scheme() {
        return scheme;
    }

    /**
     * {@return host and perhaps port, as in the field Host; empty if the request was made without}
     */
    public String authority() {
        return authority;
    }

    /** {@return path and query as sent, escapes included} */
    public String target() {
        return target;
    }

    /**
     * {@return the path as sent, escapes included; begins with a slash, apart from OPTIONS and
     * CONNECT}
     */
    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** {@return what follows the question mark, escapes included; empty if nothing does} */
    public String query() {
        int query = target.indexOf('?');
        return query < 0 ? "" : target.substring(query + 1);
    }

    /**
     * {@return the first parameter of that name in the query ({@code
     * application/x-www-form-urlencoded}), decoded}
     *
     * @param name the name
     * @throws HttpException 400 if a percent-escape of that parameter is malformed or not UTF-8
     */
    public Optional<String> query(String name) {
        String query = query();
        for (int from = 0; from < query.length(); ) {
            int end = query.indexOf('&', from);
            end = end < 0 ? query.length() : end;
            int equals = query.indexOf('=', from);
            equals = equals < 0 || equals > end ? end : equals;
            if (decoded(query.substring(from, equals)).equals(name)) {
                return Optional.of(decoded(query.substring(Math.min(equals + 1, end), end)));
            }
            from = end + 1;
        }
        return Optional.empty();
    }

    /**
     * {@return the part of the path that the route calls by that name, decoded}
     *
     * @param parameter its name in the route
     * @throws IllegalArgumentException if the route has no such parameter
     */
    public String path(String parameter) {
        String value = pathParameters.get(parameter);
        if (value == null) {
            throw new IllegalArgumentException(
                    "the route has no parameter {"
                            + parameter
                            + "}; it has "
                            + pathParameters.keySet());
        }
        return value;
    }

    /** {@return the header fields} */
    public Fields fields() {
        return fields;
    }

    /**
     * {@return what the content is said to be, by its field Content-Type; empty without one} What a
     * handler does not take it refuses with {@code new HttpException(UNSUPPORTED_MEDIA_TYPE)}.
     *
     * @throws HttpException 415 if the field is malformed, 400 if there are several
     */
    public Optional<MediaType> contentType() {
        try {
            return fields.single(FieldName.CONTENT_TYPE).map(MediaType::parse);
        } catch (IllegalArgumentException e) {
            throw new HttpException(
                    Status.UNSUPPORTED_MEDIA_TYPE, "malformed Content-Type: " + e.getMessage());
        }
    }

    /** {@return the content} */
    public Body body() {
        return body;
    }

    /** {@return what is known of the connection, and word of the end} */
    public Exchange exchange() {
        return exchange;
    }

    /**
     * {@return whether the client offers to go over to that protocol on this connection; never with
     * a request that has content}
     *
     * @param protocol an upgrade token, such as {@code websocket}, in any case
     */
    public boolean offersUpgrade(String protocol) {
        if (body instanceof Body.Handover handover) {
            return handover.protocol().equalsIgnoreCase(protocol);
        }
        for (String offered : upgrade.split(",", -1)) {
            if (!offered.isBlank() && offered.strip().equalsIgnoreCase(protocol)) {
                return true;
            }
        }
        return false;
    }

    /**
     * {@return what was attached under that key}
     *
     * @param attribute the key
     * @param <T> the type of the value
     */
    public <T> Optional<T> attribute(Attribute<T> attribute) {
        for (Attached a = attached; a != null; a = a.before) {
            if (a.attribute == attribute) {
                @SuppressWarnings("unchecked") // with(Attribute<T>, T) is the only way in
                T value = (T) a.value;
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    /**
     * With that attached, instead of anything under the same key before.
     *
     * @param attribute the key
     * @param value the value
     * @param <T> the type of the value
     * @return a copy with that attached, instead of anything under the same key before
     */
    public <T> Request with(Attribute<T> attribute, T value) {
        RequestBuilder copy = new RequestBuilder(this);
        copy.attached = new Attached(attribute, value, attached);
        return new Request(copy);
    }

    /**
     * With that method.
     *
     * @param method the method
     * @return a copy with that method
     */
    public Request with(Method method) {
        RequestBuilder copy = new RequestBuilder(this);
        copy.method = method;
        return new Request(copy);
    }

    /**
     * With that target, as who serves a handler below a prefix hands it on.
     *
     * @param target path and query, escaped as RFC 3986 asks; begins with a slash
     * @return a copy with that target
     * @throws IllegalArgumentException if it is none
     */
    public Request withTarget(String target) {
        RequestBuilder copy = new RequestBuilder(this);
        copy.target = checkedTarget(method, target);
        return new Request(copy);
    }

    /**
     * With those fields instead of all others.
     *
     * @param fields the header fields
     * @return a copy with those fields instead of all others
     */
    public Request with(Fields fields) {
        return new Request(new RequestBuilder(this).fields(fields));
    }

    /**
     * With that body; the one before is the caller's to close.
     *
     * @param body the content
     * @return a copy with that body; the one before is the caller's to close
     */
    public Request with(Body body) {
        return new Request(new RequestBuilder(this).body(body));
    }

    /**
     * With that field instead of all of its name.
     *
     * @param name the name
     * @param value the value
     * @return a copy with that field instead of all of its name
     * @throws IllegalArgumentException as {@link FieldsBuilder#add}
     */
    public Request with(FieldName name, String value) {
        return with(fields.with(name, value));
    }

    /**
     * With that field added.
     *
     * @param name the name
     * @param value the value
     * @return a copy with that field added
     * @throws IllegalArgumentException as {@link FieldsBuilder#add}
     */
    public Request adding(FieldName name, String value) {
        return with(fields.adding(name, value));
    }

    /**
     * With those path parameters instead of all others; for routers.
     *
     * @param parameters names and decoded values
     * @return a copy with those path parameters instead of all others; for routers
     */
    public Request withPathParameters(Map<String, String> parameters) {
        RequestBuilder copy = new RequestBuilder(this);
        copy.pathParameters = parameters;
        return new Request(copy);
    }

    /** {@return method and target, escaped, for people} */
    @Override
    public String toString() {
        return method + " " + Grammar.printable(target);
    }

    private static String checkedTarget(Method method, String target) {
        boolean form = target.startsWith("/") || method.equals(Method.OPTIONS);
        if (!form || !Grammar.isTarget(target)) {
            throw new IllegalArgumentException(
                    "not a target of "
                            + method
                            + ": \""
                            + Grammar.printable(target)
                            + "\" (a path that begins with a slash, escaped, no fragment)");
        }
        return target;
    }

    private static String decoded(String part) {
        try {
            return PercentEncoding.decode(part.replace('+', ' '));
        } catch (IllegalArgumentException e) {
            throw new HttpException(Status.BAD_REQUEST, "malformed query: " + e.getMessage());
        }
    }
}
