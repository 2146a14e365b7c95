package dev.bogie.chat.internal;

import dev.bogie.chat.Room;
import dev.bogie.chat.Room.Member;
import dev.bogie.http.FieldName;
import dev.bogie.http.HttpException;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.Status;
import dev.bogie.http.fields.PercentEncoding;

import java.io.IOException;

/**
 * What is said by POST: the body is the text. A form without script says {@code text=…}, and is
 * shown the page again.
 */
final class Messages implements HttpHandler {
    private static final FieldName KEY = FieldName.of("Idempotency-Key");
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String FIELD = "text=";

    /** A character has at most three bytes for each unit; a form makes nine of these. */
    private static final int MAX_BODY = 9 * Room.MAX_TEXT + 256;

    private final Room room;
    private final Members members;

    Messages(Room room, Members members) {
        this.room = room;
        this.members = members;
    }

    @Override
    public Response handle(Request request) throws IOException {
        Member member = members.of(request);
        boolean asForm = request.contentType().filter(type -> type.is(FORM)).isPresent();
        String key = request.fields().first(KEY).orElse("");
        String body = request.body().readString(MAX_BODY);
        boolean form = asForm && body.startsWith(FIELD);
        try {
            room.say(member, form ? PercentEncoding.decode(plain(body)) : body, key);
        } catch (IllegalArgumentException e) {
            throw new HttpException(Status.BAD_REQUEST, String.valueOf(e.getMessage()));
        }
        return form ? Response.seeOther("/") : Response.of(Status.NO_CONTENT);
    }

    private static String plain(String form) {
        return form.substring(FIELD.length()).replace('+', ' ');
    }
}
