package dev.bogie.chat.internal;

import dev.bogie.chat.Room.Member;
import dev.bogie.http.Attribute;
import dev.bogie.http.Request;
import dev.bogie.http.filter.Session;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Who is who: each browser session is someone with a random id and name. */
final class Members {
    private static final Attribute<Member> MEMBER = Attribute.named("chat-member");
    private static final int ID_BYTES = 8;

    /** Made for the first who needs it: it takes a start more time than all else here. */
    private static final class Chance {
        static final SecureRandom RANDOM = new SecureRandom();
    }

    Member of(Request request) {
        return Session.of(request).get(MEMBER, this::next);
    }

    private Member next() {
        byte[] id = new byte[ID_BYTES];
        Chance.RANDOM.nextBytes(id);
        return new Member(HexFormat.of().formatHex(id), Names.next(Chance.RANDOM));
    }
}
