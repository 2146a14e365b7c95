package dev.bogie.testkit.stranger;

import dev.bogie.transport.ConnectionHandler;
import dev.bogie.transport.ConnectionProtocol;
import dev.bogie.transport.Match;
import dev.bogie.transport.ProtocolContext;
import dev.bogie.transport.Setting;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

/** A protocol as a stranger may write it: what is said in a line is answered in a line. */
@SuppressWarnings("rawtypes") // a contract is a class
public class LinesProtocol implements ConnectionProtocol<UnaryOperator> {
    private static final byte[] BEGINNING = "SAY ".getBytes(StandardCharsets.US_ASCII);
    private static final List<Setting<?>> SETTINGS =
            List.of(Setting.count("lines.none", 1, 0, 2, "not used"));

    @Override
    public String name() {
        return "lines";
    }

    @Override
    public Class<UnaryOperator> contract() {
        return UnaryOperator.class;
    }

    @Override
    public List<Setting<?>> settings() {
        return SETTINGS;
    }

    @Override
    public int sniffLimit() {
        return BEGINNING.length;
    }

    @Override
    public Match match(ByteBuffer firstBytes) {
        int n = Math.min(firstBytes.remaining(), BEGINNING.length);
        for (int i = 0; i < n; i++) {
            if (firstBytes.get(i) != BEGINNING[i]) {
                return Match.NO;
            }
        }
        return n < BEGINNING.length ? Match.MORE : Match.YES;
    }

    @Override
    public ConnectionHandler serve(UnaryOperator application, ProtocolContext context) {
        return new LinesHandler();
    }
}
