package dev.bogie.chat.internal;

import dev.bogie.broadcast.Encoding;
import dev.bogie.broadcast.Outlet;
import dev.bogie.broadcast.Subscription;
import dev.bogie.chat.Room;
import dev.bogie.chat.Room.Message;
import dev.bogie.http.HttpException;
import dev.bogie.http.NonBlocking;
import dev.bogie.http.Request;
import dev.bogie.http.Status;
import dev.bogie.sse.Event;
import dev.bogie.sse.EventStream;
import dev.bogie.sse.SharedEvent;
import dev.bogie.sse.SseHandler;

import java.time.Duration;

/** The way in by server-sent events: hears; what is said comes by {@link Messages}. */
final class EventsEntrance implements SseHandler, NonBlocking {
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Room room;
    private final Members members;
    private final Wording wording;
    private final Encoding<Message, SharedEvent> asEvent;

    EventsEntrance(Room room, Members members, Wording wording) {
        this.room = room;
        this.members = members;
        this.wording = wording;
        this.asEvent =
                (position, message) ->
                        SharedEvent.of(
                                Event.of(wording.message(position, message)).withId(position));
    }

    @Override
    public void open(EventStream stream) {
        stream.retry(RETRY);
        stream.send(Event.of(wording.welcome(members.of(stream.request()), stream.request())));
        Subscription subscription = enter(stream);
        stream.whenWritable(subscription::resume);
        stream.whenClosed(_ -> subscription.cancel());
    }

    private Subscription enter(EventStream stream) {
        try {
            return room.enter(lastHeard(stream), asEvent, outlet(stream));
        } catch (IllegalStateException e) {
            throw new HttpException(Status.SERVICE_UNAVAILABLE, "the room is full");
        }
    }

    /** A browser that comes back by itself says it in the field, a page that does in the query. */
    private static String lastHeard(EventStream stream) {
        return stream.lastEventId().isEmpty() ? lastHeard(stream.request()) : stream.lastEventId();
    }

    static String lastHeard(Request request) {
        return request.query("last").orElse("");
    }

    private static Outlet<SharedEvent> outlet(EventStream stream) {
        return Outlet.of(stream::execute, stream::isWritable, stream::send, stream::abort);
    }
}
