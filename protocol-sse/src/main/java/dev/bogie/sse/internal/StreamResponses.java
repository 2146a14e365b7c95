package dev.bogie.sse.internal;

import dev.bogie.http.Body;
import dev.bogie.http.FieldName;
import dev.bogie.http.Fields;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Method;
import dev.bogie.http.NonBlocking;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.Status;
import dev.bogie.sse.SseHandler;
import dev.bogie.transport.Closed;
import dev.bogie.transport.ProtocolContext;

import java.util.List;
import java.util.Locale;

/**
 * Answers requests for a stream.
 *
 * <table>
 * <caption>What is answered, checked in this order</caption>
 * <tr><th>request</th><th>answer</th></tr>
 * <tr><td>another method than GET, HEAD, POST</td><td>405</td></tr>
 * <tr><td>{@code Accept} without text/event-stream and what includes it</td><td>406</td></tr>
 * <tr><td>HEAD</td><td>the head; the application is not asked</td></tr>
 * <tr><td>anything that the application refuses</td><td>as it says</td></tr>
 * <tr><td>all others</td><td>200 and the stream</td></tr>
 * </table>
 */
public final class StreamResponses implements HttpHandler {
    private static final Status NOT_ACCEPTABLE = Status.of(406);

    /** The last one tells a proxy (nginx and others) to pass each event on at once. */
    private static final Fields FIELDS =
            Fields.builder()
                    .add(FieldName.CONTENT_TYPE, "text/event-stream")
                    .add(FieldName.CACHE_CONTROL, "no-store")
                    .add(FieldName.of("X-Accel-Buffering"), "no")
                    .build();

    private final SseHandler application;
    private final ProtocolContext context;

    /**
     * The handler for an application.
     *
     * @param application is given the streams
     * @param context settings and threads
     */
    public StreamResponses(SseHandler application, ProtocolContext context) {
        this.application = application;
        this.context = context;
    }

    @Override
    public boolean mayBlock(Request request) {
        return !(application instanceof NonBlocking);
    }

    @Override
    public Response handle(Request request) throws Exception {
        Method method = request.method();
        boolean head = method.equals(Method.HEAD);
        if (!head && !method.equals(Method.GET) && !method.equals(Method.POST)) {
            return Response.error(Status.METHOD_NOT_ALLOWED, "an event stream: GET or POST")
                    .with(FieldName.ALLOW, "GET, HEAD, POST");
        }
        if (!accepts(request.fields().all(FieldName.ACCEPT))) {
            return Response.error(NOT_ACCEPTABLE, "this is an event stream: text/event-stream");
        }
        if (head) {
            return Response.of(Status.OK, FIELDS, Body.none());
        }
        LiveStream stream = new LiveStream(request, context);
        try {
            application.open(stream);
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            stream.producer().closed(new Closed.Failed(e));
            throw e;
        }
        return Response.of(Status.OK, FIELDS, Body.produced(stream.producer()));
    }

    /**
     * Weights are not weighed: there is one thing to have, and 406 is only for who can't read it.
     */
    private static boolean accepts(List<String> accept) {
        if (accept.isEmpty()) {
            return true;
        }
        String all = String.join(",", accept).toLowerCase(Locale.ROOT);
        return all.contains("text/event-stream") || all.contains("text/*") || all.contains("*/*");
    }
}
