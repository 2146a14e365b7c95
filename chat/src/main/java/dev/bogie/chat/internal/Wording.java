package dev.bogie.chat.internal;

import dev.bogie.chat.Room.Member;
import dev.bogie.chat.Room.Message;

/** What the page is told, as JSON; the same by either way in. */
record Wording(String transport) {
    String welcome(Member member) {
        return new JsonText()
                .put("type", "welcome")
                .put("user", member.id())
                .put("name", member.name())
                .put("transport", transport)
                .toString();
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
