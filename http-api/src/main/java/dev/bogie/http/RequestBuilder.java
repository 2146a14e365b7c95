package dev.bogie.http;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/** Collects the parts of a request. Not safe for several threads. */
public final class RequestBuilder {
    Method method;
    String scheme = "http";
    String authority = "";
    String target;
    Fields fields = Fields.empty();
    Body body = Body.none();
    Exchange exchange = Exchange.detached();
    String upgrade = "";
    Map<String, String> pathParameters = Map.of();
    Request.@Nullable Attached attached;

    RequestBuilder(Method method, String target) {
        this.method = method;
        this.target = target;
    }

    RequestBuilder(Request request) {
        this.method = request.method;
        this.scheme = request.scheme;
        this.authority = request.authority;
        this.target = request.target;
        this.fields = request.fields;
        this.body = request.body;
        this.exchange = request.exchange;
        this.upgrade = request.upgrade;
        this.pathParameters = request.pathParameters;
        this.attached = request.attached;
    }

    /**
     * {@code http} (before any call) or {@code https}.
     *
     * @param scheme {@code http} or {@code https}
     * @return this
     */
    public RequestBuilder scheme(String scheme) {
        this.scheme = scheme;
        return this;
    }

    /**
     * Host and perhaps port; empty before any call.
     *
     * @param authority as in the field Host
     * @return this
     */
    public RequestBuilder authority(String authority) {
        this.authority = authority;
        return this;
    }

    /**
     * The header fields; none before any call.
     *
     * @param fields the header fields
     * @return this
     */
    public RequestBuilder fields(Fields fields) {
        this.fields = fields;
        return this;
    }

    /**
     * The content; none before any call.
     *
     * @param body the content
     * @return this
     */
    public RequestBuilder body(Body body) {
        this.body = body;
        return this;
    }

    /**
     * The exchange; {@linkplain Exchange#detached detached} before any call.
     *
     * @param exchange the exchange
     * @return this
     */
    public RequestBuilder exchange(Exchange exchange) {
        this.exchange = exchange;
        return this;
    }

    /**
     * The upgrade tokens that the client offers, as a list with commas; empty: none.
     *
     * @param tokens as in the field Upgrade
     * @return this
     */
    public RequestBuilder upgrade(String tokens) {
        this.upgrade = tokens;
        return this;
    }

    /** {@return the request} */
    public Request build() {
        return new Request(this);
    }
}
