package dev.bogie.http1.internal;

import dev.bogie.http.Fields;
import dev.bogie.http.Method;
import dev.bogie.http.Response;
import dev.bogie.http.Status;
import dev.bogie.http1.machine.ConnectionState;
import dev.bogie.http1.machine.ConnectionState.Event;
import dev.bogie.http1.machine.ConnectionState.Side;
import dev.bogie.http1.machine.Framing;
import dev.bogie.http1.machine.RequestHead;
import dev.bogie.http1.machine.ResponseEncoder;
import dev.bogie.http1.machine.ResponseEncoder.Ending;
import dev.bogie.transport.Connection;

import java.nio.ByteBuffer;

/** Writes the heads of one connection's responses, as its state allows. The driver's. */
final class ResponseHeads {
    /** What is answered when no head could be read. */
    static final RequestHead REFUSED =
            new RequestHead(
                    Method.GET, "", "", "/", true, Fields.empty(), Framing.NONE, false, false, "");

    private final ConnectionState state;
    private final ResponseEncoder encoder = new ResponseEncoder();

    ResponseHeads(ConnectionState state) {
        this.state = state;
    }

    /** Looks at the clock, for the field Date: before the first head of a turn, or after a wait. */
    void tellTime() {
        encoder.date(System.currentTimeMillis() / 1_000);
    }

    /**
     * Writes the head of a final response.
     *
     * @param out where to
     * @param request what is answered
     * @param response with a status and fields
     * @param length of the content, or unknown
     * @param more how many bytes behind the head there should be room for
     * @return the framing of the content, and the buffer to put it into
     */
    Written write(Connection out, RequestHead request, Response response, long length, int more) {
        Status status = response.status();
        Fields fields = response.fields();
        boolean http11 = request.http11();
        Framing framing = ResponseEncoder.framing(request.method(), http11, status, length);
        if (framing.kind() == Framing.Kind.UNTIL_CLOSE) {
            state.keepNoLonger();
        }
        ByteBuffer room = out.output(ResponseEncoder.sizeOf(fields) + more);
        encoder.head(room, response, framing, ending(http11));
        state.on(Side.SERVER, Event.RESPONSE);
        return new Written(framing, room);
    }

    /** The agreement to go over to another protocol. */
    void writeSwitch(Connection out, String protocol, Fields fields) {
        encoder.switching(out.output(ResponseEncoder.sizeOf(fields)), protocol, fields);
        state.on(Side.SERVER, Event.SWITCH);
    }

    private Ending ending(boolean http11) {
        if (!state.isKeptAlive()) {
            return Ending.CLOSE;
        }
        return http11 ? Ending.KEEP : Ending.KEEP_SAID;
    }

    /**
     * What was written.
     *
     * @param framing of the content that follows
     * @param room behind the head
     */
    record Written(Framing framing, ByteBuffer room) {}
}
