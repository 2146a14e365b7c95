package dev.bogie.chat.internal;

import dev.bogie.broadcast.Encoding;
import dev.bogie.broadcast.Outlet;
import dev.bogie.broadcast.Subscription;
import dev.bogie.chat.Room;
import dev.bogie.chat.Room.Member;
import dev.bogie.chat.Room.Message;
import dev.bogie.http.NonBlocking;
import dev.bogie.http.Request;
import dev.bogie.websocket.SharedMessage;
import dev.bogie.websocket.WebSocket;
import dev.bogie.websocket.WebSocketClosed;
import dev.bogie.websocket.WebSocketHandler;
import dev.bogie.websocket.WebSocketListener;

import org.jspecify.annotations.Nullable;

/**
 * The way in by WebSocket: hears and says. A text message is what is said; if it has more than one
 * line and the first has no white space and is no longer than a key may be, that is its key.
 */
final class SocketEntrance implements WebSocketHandler, NonBlocking {
    /** Close code 1013. */
    private static final int TRY_AGAIN_LATER = 1013;

    private final Room room;
    private final Members members;
    private final Wording wording;
    private final Encoding<Message, SharedMessage> asFrame;

    SocketEntrance(Room room, Members members, Wording wording) {
        this.room = room;
        this.members = members;
        this.wording = wording;
        this.asFrame =
                (position, message) -> SharedMessage.text(wording.message(position, message));
    }

    @Override
    public WebSocketListener accept(Request request) {
        return new Visit(
                wording.welcome(members.of(request), request),
                members.of(request),
                EventsEntrance.lastHeard(request));
    }

    /** One socket. All that it does is quick. */
    private final class Visit implements WebSocketListener, NonBlocking {
        private final String welcome;
        private final Member member;
        private final String lastHeard;
        private @Nullable Subscription subscription;

        Visit(String welcome, Member member, String lastHeard) {
            this.welcome = welcome;
            this.member = member;
            this.lastHeard = lastHeard;
        }

        @Override
        public void opened(WebSocket socket) {
            socket.send(welcome);
            try {
                Subscription entered = room.enter(lastHeard, asFrame, outlet(socket));
                subscription = entered;
                socket.whenWritable(entered::resume);
            } catch (IllegalStateException e) {
                socket.close(TRY_AGAIN_LATER, "the room is full");
            }
        }

        @Override
        public void text(WebSocket socket, String message) {
            int end = message.indexOf('\n');
            String first = end < 0 ? "" : message.substring(0, end);
            boolean keyed =
                    !first.isEmpty()
                            && first.length() <= Room.MAX_KEY
                            && first.chars().noneMatch(Character::isWhitespace);
            String key = keyed ? first : "";
            try {
                room.say(member, keyed ? message.substring(end + 1) : message, key);
            } catch (IllegalArgumentException e) {
                socket.send(wording.refused(key, String.valueOf(e.getMessage())));
            }
        }

        @Override
        public void closed(WebSocket socket, WebSocketClosed how) {
            if (subscription != null) {
                subscription.cancel();
            }
        }
    }

    private static Outlet<SharedMessage> outlet(WebSocket socket) {
        return Outlet.of(socket::execute, socket::isWritable, socket::send, socket::abort);
    }
}
