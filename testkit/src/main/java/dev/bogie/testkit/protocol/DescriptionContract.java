package dev.bogie.testkit.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bogie.transport.ConnectionProtocol;
import dev.bogie.transport.Setting;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;

/** What a server reads off a protocol before any connection is there. */
public abstract class DescriptionContract {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9.-]*");

    /** Where it happens. */
    @RegisterExtension public final Stage stage = new Stage();

    /** For subclasses. */
    protected DescriptionContract() {}

    /** Operators type it, and it stands in file names. */
    @Test
    public void theNameIsOfLowerCaseLettersDigitsDotsAndDashes() {
        String name = stage.subject().protocol().name();
        assertTrue(NAME.matcher(name).matches(), () -> "'" + name + "' is not such a name");
    }

    /** It is asked often, and answers are kept. Broken by what is computed or counted anew. */
    @Test
    public void theDescriptionIsTheSameAtEachCall() {
        ConnectionProtocol<?> protocol = stage.subject().protocol();
        assertEquals(described(protocol), described(protocol));
    }

    private static List<Object> described(ConnectionProtocol<?> protocol) {
        return List.of(
                protocol.name(),
                protocol.contract(),
                protocol.alpn(),
                protocol.priority(),
                protocol.settings(),
                protocol.speaksFirst(),
                protocol.sniffLimit());
    }

    /** Servers look applications up by it. */
    @Test
    public void theApplicationIsOfTheContract() {
        Class<?> contract = stage.subject().protocol().contract();
        Object application = stage.subject().application();
        assertTrue(
                contract.isInstance(application),
                () -> application + " is no " + contract.getName());
    }

    /** One name, one setting. */
    @Test
    public void theNamesOfTheSettingsDiffer() {
        List<String> names =
                stage.subject().protocol().settings().stream().map(Setting::name).toList();
        assertEquals(List.copyOf(new LinkedHashSet<>(names)), names);
    }
}
