package dev.bogie.http;

import java.util.Map;

/**
 * A status code (RFC 9110 §15), {@code 100..599}.
 *
 * @param code the three digits
 */
public record Status(int code) {
    private static final Map<Integer, String> REASONS =
            Map.ofEntries(
                    Map.entry(100, "Continue"),
                    Map.entry(101, "Switching Protocols"),
                    Map.entry(102, "Processing"),
                    Map.entry(103, "Early Hints"),
                    Map.entry(200, "OK"),
                    Map.entry(201, "Created"),
                    Map.entry(202, "Accepted"),
                    Map.entry(203, "Non-Authoritative Information"),
                    Map.entry(204, "No Content"),
                    Map.entry(205, "Reset Content"),
                    Map.entry(206, "Partial Content"),
                    Map.entry(300, "Multiple Choices"),
                    Map.entry(301, "Moved Permanently"),
                    Map.entry(302, "Found"),
                    Map.entry(303, "See Other"),
                    Map.entry(304, "Not Modified"),
                    Map.entry(307, "Temporary Redirect"),
                    Map.entry(308, "Permanent Redirect"),
                    Map.entry(400, "Bad Request"),
                    Map.entry(401, "Unauthorized"),
                    Map.entry(402, "Payment Required"),
                    Map.entry(403, "Forbidden"),
                    Map.entry(404, "Not Found"),
                    Map.entry(405, "Method Not Allowed"),
                    Map.entry(406, "Not Acceptable"),
                    Map.entry(407, "Proxy Authentication Required"),
                    Map.entry(408, "Request Timeout"),
                    Map.entry(409, "Conflict"),
                    Map.entry(410, "Gone"),
                    Map.entry(411, "Length Required"),
                    Map.entry(412, "Precondition Failed"),
                    Map.entry(413, "Content Too Large"),
                    Map.entry(414, "URI Too Long"),
                    Map.entry(415, "Unsupported Media Type"),
                    Map.entry(416, "Range Not Satisfiable"),
                    Map.entry(417, "Expectation Failed"),
                    Map.entry(421, "Misdirected Request"),
                    Map.entry(422, "Unprocessable Content"),
                    Map.entry(426, "Upgrade Required"),
                    Map.entry(428, "Precondition Required"),
                    Map.entry(429, "Too Many Requests"),
                    Map.entry(431, "Request Header Fields Too Large"),
                    Map.entry(451, "Unavailable For Legal Reasons"),
                    Map.entry(500, "Internal Server Error"),
                    Map.entry(501, "Not Implemented"),
                    Map.entry(502, "Bad Gateway"),
                    Map.entry(503, "Service Unavailable"),
                    Map.entry(504, "Gateway Timeout"),
                    Map.entry(505, "HTTP Version Not Supported"));

    private static final Status[] ALL = new Status[500];

    static {
        for (int i = 0; i < ALL.length; i++) {
            ALL[i] = new Status(100 + i);
        }
    }

    /** 100 Continue. */
    public static final Status CONTINUE = of(100);

    /** 101 Switching Protocols. */
    public static final Status SWITCHING_PROTOCOLS = of(101);

    /** 200 OK. */
    public static final Status OK = of(200);

    /** 201 Created. */
    public static final Status CREATED = of(201);

    /** 204 No Content. */
    public static final Status NO_CONTENT = of(204);

    /** 301 Moved Permanently. */
    public static final Status MOVED_PERMANENTLY = of(301);

    /** 303 See Other. */
    public static final Status SEE_OTHER = of(303);

    /** 304 Not Modified. */
    public static final Status NOT_MODIFIED = of(304);

    /** 307 Temporary Redirect. */
    public static final Status TEMPORARY_REDIRECT = of(307);

    /** 308 Permanent Redirect. */
    public static final Status PERMANENT_REDIRECT = of(308);

    /** 400 Bad Request. */
    public static final Status BAD_REQUEST = of(400);

    /** 401 Unauthorized. */
    public static final Status UNAUTHORIZED = of(401);

    /** 403 Forbidden. */
    public static final Status FORBIDDEN = of(403);

    /** 404 Not Found. */
    public static final Status NOT_FOUND = of(404);

    /** 405 Method Not Allowed. */
    public static final Status METHOD_NOT_ALLOWED = of(405);

    /** 408 Request Timeout. */
    public static final Status REQUEST_TIMEOUT = of(408);

    /** 409 Conflict. */
    public static final Status CONFLICT = of(409);

    /** 411 Length Required. */
    public static final Status LENGTH_REQUIRED = of(411);

    /** 412 Precondition Failed. */
    public static final Status PRECONDITION_FAILED = of(412);

    /** 413 Content Too Large. */
    public static final Status CONTENT_TOO_LARGE = of(413);

    /** 414 URI Too Long. */
    public static final Status URI_TOO_LONG = of(414);

    /** 415 Unsupported Media Type. */
    public static final Status UNSUPPORTED_MEDIA_TYPE = of(415);

    /** 417 Expectation Failed. */
    public static final Status EXPECTATION_FAILED = of(417);

    /** 421 Misdirected Request. */
    public static final Status MISDIRECTED_REQUEST = of(421);

    /** 426 Upgrade Required. */
    public static final Status UPGRADE_REQUIRED = of(426);

    /** 429 Too Many Requests. */
    public static final Status TOO_MANY_REQUESTS = of(429);

    /** 431 Request Header Fields Too Large. */
    public static final Status REQUEST_HEADER_FIELDS_TOO_LARGE = of(431);

    /** 500 Internal Server Error. */
    public static final Status INTERNAL_SERVER_ERROR = of(500);

    /** 501 Not Implemented. */
    public static final Status NOT_IMPLEMENTED = of(501);

    /** 502 Bad Gateway. */
    public static final Status BAD_GATEWAY = of(502);

    /** 503 Service Unavailable. */
    public static final Status SERVICE_UNAVAILABLE = of(503);

    /** 504 Gateway Timeout. */
    public static final Status GATEWAY_TIMEOUT = of(504);

    /** 505 HTTP Version Not Supported. */
    public static final Status HTTP_VERSION_NOT_SUPPORTED = of(505);

    /**
     * Checks the code.
     *
     * @throws IllegalArgumentException if it is not in {@code 100..599}
     */
    public Status {
        if (code < 100 || code > 599) {
            throw new IllegalArgumentException("not a status code: " + code + " (100 to 599)");
        }
    }

    /**
     * {@return the status with that code; allocates nothing}
     *
     * @param code the three digits
     * @throws IllegalArgumentException if it is not in {@code 100..599}
     */
    public static Status of(int code) {
        return code >= 100 && code <= 599 ? ALL[code - 100] : new Status(code);
    }

    /** {@return the phrase registered for the code, empty if there is none} */
    public String reason() {
        return REASONS.getOrDefault(code, "");
    }

    /** {@return whether it is {@code 1xx}: a final response is still to come, except after 101} */
    public boolean isInterim() {
        return code < 200;
    }

    /** {@return whether it is {@code 2xx}} */
    public boolean isSuccess() {
        return code >= 200 && code < 300;
    }

    /** {@return whether it is {@code 3xx}} */
    public boolean isRedirect() {
        return code >= 300 && code < 400;
    }

    /** {@return whether it is {@code 4xx} or {@code 5xx}} */
    public boolean isError() {
        return code >= 400;
    }

    /**
     * {@return whether a response with it has no content whatever was asked} 1xx, 204, 304
     * (§6.4.1).
     */
    public boolean hasNoContent() {
        return code < 200 || code == 204 || code == 304;
    }

    @Override
    public String toString() {
        String reason = reason();
        return reason.isEmpty() ? Integer.toString(code) : code + " " + reason;
    }
}
