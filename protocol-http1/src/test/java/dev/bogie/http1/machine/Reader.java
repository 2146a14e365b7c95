package dev.bogie.http1.machine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.bogie.http.Fields;
import dev.bogie.http.Method;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Reads one message after the other and notes what it reads. */
abstract class Reader {
    static final Limits LIMITS = new Limits(200, 150, 700, 10, 100, 200, 300, 4000);

    private final List<String> events = new ArrayList<>();
    private BodyDecoder body = new BodyDecoder(Framing.NONE, LIMITS);
    private boolean hasContent;
    private StringBuilder content = new StringBuilder();
    private boolean failed;

    static Reader ofRequests() {
        return new Requests();
    }

    static Reader ofResponses(String methods) {
        return new Responses(methods);
    }

    List<String> events() {
        return events;
    }

    boolean hasFailed() {
        return failed;
    }

    void read(ByteBuffer in) {
        try {
            while (true) {
                int length = body.next(in);
                if (length == BodyDecoder.MORE) {
                    return;
                }
                if (length > 0) {
                    byte[] some = new byte[Math.min(length, 1000)];
                    in.get(some);
                    body.taken(some.length);
                    content.append(new String(some, ISO_8859_1));
                } else {
                    noteBody();
                    if (!head(in)) {
                        return;
                    }
                }
            }
        } catch (MessageException e) {
            failed = true;
            events.add("error " + e.status().code());
        }
    }

    void end(ByteBuffer rest) {
        if (failed) {
            return;
        }
        try {
            body.inputEnded();
            noteBody();
            if (rest.hasRemaining() || isInHead()) {
                events.add("incomplete");
            }
        } catch (MessageException e) {
            events.add("incomplete");
        }
    }

    /** Reads a head; answers whether there was one. */
    abstract boolean head(ByteBuffer in) throws MessageException;

    abstract boolean isInHead();

    void begin(String event, Framing framing) {
        events.add(event);
        hasContent = framing.hasContent();
        body = new BodyDecoder(framing, LIMITS);
        content = new StringBuilder();
    }

    private void noteBody() {
        if (hasContent) {
            events.add(content.isEmpty() ? "body" : "body " + content);
            for (Fields.Field trailer : body.trailers()) {
                events.add("trailer " + trailer);
            }
            hasContent = false;
        }
    }

    private static final class Requests extends Reader {
        private final RequestParser parser = new RequestParser(LIMITS);

        @Override
        boolean head(ByteBuffer in) throws MessageException {
            RequestHead head = parser.next(in);
            if (head == null) {
                return false;
            }
            String event =
                    "request "
                            + head.method()
                            + " "
                            + head.target()
                            + " "
                            + (head.authority().isEmpty() ? "-" : head.authority())
                            + (head.scheme().isEmpty() ? "" : " " + head.scheme())
                            + (head.http11() ? "" : " 1.0")
                            + (head.keepAlive() ? "" : " close")
                            + (head.expectsContinue() ? " continue" : "")
                            + (head.upgrade().isEmpty() ? "" : " upgrade=" + head.upgrade());
            begin(event, head.framing());
            return true;
        }

        @Override
        boolean isInHead() {
            return parser.isInHead();
        }
    }

    private static final class Responses extends Reader {
        private final ResponseParser parser = new ResponseParser(LIMITS);
        private final Queue<Method> asked = new ArrayDeque<>();

        Responses(String methods) {
            for (String method : methods.split(" ")) {
                asked.add(Method.of(method));
            }
        }

        @Override
        boolean head(ByteBuffer in) throws MessageException {
            if (asked.isEmpty()) {
                return false;
            }
            ResponseHead head = parser.next(in, asked.peek());
            if (head == null) {
                return false;
            }
            if (!head.status().isInterim()) {
                asked.remove();
            }
            String event =
                    "response "
                            + head.status().code()
                            + (head.http11() ? "" : " 1.0")
                            + (head.keepAlive() ? "" : " close")
                            + (head.upgrade().isEmpty() ? "" : " upgrade=" + head.upgrade());
            begin(event, head.framing());
            return true;
        }

        @Override
        boolean isInHead() {
            return false;
        }
    }
}
