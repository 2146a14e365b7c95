package dev.bogie.chat.internal;

import dev.bogie.chat.Room.Member;
import dev.bogie.chat.Room.Message;
import dev.bogie.http.Request;
import dev.bogie.transport.Info;

/** What the page is told, as JSON; the same by either way in. */
final class Wording {
    /**
     * The transport is the one that this connection is opened on: a swap may take it to another.
     */
    String welcome(Member member, Request request) {
        return new JsonText()
                .put("type", "welcome")
                .put("user", member.id())
                .put("name", member.name())
                .put("transport", transport(request))
                .toString();
    }

    static String transport(Request request) {
        return request.exchange().info(Info.TRANSPORT).orElse("unknown");
    }

    String message(String position, Message message) {
        return new JsonText()
                .put("type", "message")
                .put("id", position)
                .put("user", message.from().id())
                .put("name", message.from().name())
                .put("text", message.text())
                .put("key", message.key())
                .put("at", message.at().toEpochMilli())
                .toString();
    }

    String refused(String key, String why) {
        return new JsonText().put("type", "refused").put("key", key).put("why", why).toString();
    }
}
