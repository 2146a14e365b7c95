package dev.bogie.http;

import dev.bogie.transport.ConnectionHandler;

import java.util.function.Supplier;

/**
 * A response (RFC 9110 §15): status, fields, body. Immutable apart from what its body does; one
 * whose body is {@link Body.Bytes} may be kept in a constant and answered with any number of times.
 *
 * <p>Who receives a response closes it, or hands it on to someone who does. Closing one whose body
 * was not read to its end gives up what is unread; a client then reuses the connection only if
 * little was missing.
 *
 * {@snippet :
 * try (Response response = client.handle(Request.get("http://localhost:8080/"))) {
 *     System.out.println(response.status() + "\n" + response.body().readString());
 * }
 * }
 */
public final class Response implements AutoCloseable {
    private static final Fields TEXT =
            Fields.of(FieldName.CONTENT_TYPE, "text/plain;charset=utf-8");
    private static final Fields HTML = Fields.of(FieldName.CONTENT_TYPE, "text/html;charset=utf-8");

    private final Status status;
    private final Fields fields;
    private final Body body;
    private final String upgrade;

    private Response(Status status, Fields fields, Body body) {
        this(status, fields, body, "");
    }

    private Response(Status status, Fields fields, Body body, String upgrade) {
        this.status = status;
        this.fields = fields;
        this.body = body;
        this.upgrade = upgrade;
    }

    /**
     * {@return a response of that status, with no fields and no content}
     *
     * @param status the status
     */
    public static Response of(Status status) {
        return new Response(status, Fields.empty(), Body.none());
    }

    /**
     * {@return a response of those parts}
     *
     * @param status the status
     * @param fields the header fields
     * @param body the content
     */
    public static Response of(Status status, Fields fields, Body body) {
        return new Response(status, fields, body);
    }

    /**
     * 200 with plain text in UTF-8.
     *
     * @param text the text
     * @return the response; its body may be sent again
     */
    public static Response text(String text) {
        return new Response(Status.OK, TEXT, Body.text(text));
    }

    /**
     * 200 with HTML in UTF-8; whoever made it has escaped what came from others.
     *
     * @param html a whole page
     * @return the response; its body may be sent again
     */
    public static Response html(String html) {
        return new Response(Status.OK, HTML, Body.text(html));
    }

    /**
     * 200 with that content.
     *
     * @param mediaType value of the field Content-Type
     * @param body the content
     * @return the response
     * @throws IllegalArgumentException if that is no field value
     */
    public static Response ok(String mediaType, Body body) {
        return new Response(Status.OK, Fields.of(FieldName.CONTENT_TYPE, mediaType), body);
    }

    /**
     * 303: the answer to a form, or anything that is to be found at another place of this server.
     *
     * @param path begins with one slash, so that it can't lead to another server
     * @return the response, without content
     * @throws IllegalArgumentException if it begins otherwise, or is no request target
     */
    public static Response seeOther(String path) {
        boolean ours =
                path.startsWith("/")
                        && !path.startsWith("//")
                        && path.indexOf('\\') < 0
                        && Grammar.isTarget(path);
        if (!ours) {
            throw new IllegalArgumentException(
                    "not a path of this server: \""
                            + Grammar.printable(path)
                            + "\" (one slash, then no space, no backslash, ASCII)");
        }
        return of(Status.SEE_OTHER).with(FieldName.LOCATION, path);
    }

    /**
     * An answer that says what went wrong: the status and its reason phrase as plain text.
     *
     * @param status an error
     * @return the response
     */
    public static Response error(Status status) {
        return error(status, status.reason());
    }

    /**
     * An answer that says what went wrong.
     *
     * @param status an error
     * @param message a sentence for the peer, sent as plain text
     * @return the response
     */
    public static Response error(Status status, String message) {
        return text(message + "\n").with(status);
    }

    /**
     * {@return the agreement to go over to another protocol on this connection} 101 over HTTP/1.1.
     *
     * @param protocol the upgrade token, one that {@link Request#offersUpgrade} confirms
     * @param next as in {@link Body#handover}
     */
    public static Response switchTo(String protocol, Supplier<ConnectionHandler> next) {
        return new Response(
                Status.SWITCHING_PROTOCOLS, Fields.empty(), Body.handover(protocol, next));
    }

    /**
     * 426: the request is refused unless it comes over another protocol. What HTTP/1.1 demands with
     * it (RFC 9110 §15.5.22), the field Upgrade, is written by the protocol.
     *
     * @param protocol the upgrade token of that protocol
     * @param message a sentence for the peer, sent as plain text
     * @return the response
     * @throws IllegalArgumentException if the token is none
     */
    public static Response upgradeRequired(String protocol, String message) {
        if (!Grammar.isToken(protocol)) {
            throw new IllegalArgumentException(
                    "not an upgrade token: \"" + Grammar.printable(protocol) + '"');
        }
        Response error = error(Status.UPGRADE_REQUIRED, message);
        return new Response(error.status, error.fields, error.body, protocol);
    }

    /** {@return the status} */
    public Status status() {
        return status;
    }

    /** {@return the header fields} */
    public Fields fields() {
        return fields;
    }

    /** {@return the content} */
    public Body body() {
        return body;
    }

    /** {@return the protocol that the client is to go over to, as 426 says; empty: none} */
    public String upgrade() {
        return upgrade;
    }

    /**
     * With that status.
     *
     * @param status the status
     * @return a copy with that status
     */
    public Response with(Status status) {
        return new Response(status, fields, body);
    }

    /**
     * With those fields instead of all others.
     *
     * @param fields the header fields
     * @return a copy with those fields instead of all others
     */
    public Response with(Fields fields) {
        return new Response(status, fields, body, upgrade);
    }

    /**
     * With that body; the one before is the caller's to close.
     *
     * @param body the content
     * @return a copy with that body; the one before is the caller's to close
     */
    public Response with(Body body) {
        return new Response(status, fields, body, upgrade);
    }

    /**
     * With that field instead of all of its name.
     *
     * @param name the name
     * @param value the value
     * @return a copy with that field instead of all of its name
     * @throws IllegalArgumentException as {@link FieldsBuilder#add}
     */
    public Response with(FieldName name, String value) {
        return new Response(status, fields.with(name, value), body, upgrade);
    }

    /**
     * With that field added.
     *
     * @param name the name
     * @param value the value
     * @return a copy with that field added
     * @throws IllegalArgumentException as {@link FieldsBuilder#add}
     */
    public Response adding(FieldName name, String value) {
        return new Response(status, fields.adding(name, value), body, upgrade);
    }

    /** Closes the body. */
    @Override
    public void close() {
        body.close();
    }

    /** {@return the status, for people} */
    @Override
    public String toString() {
        return status.toString();
    }
}
