package dev.bogie.launcher;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.Stream;

/**
 * An option of a command: {@code --name VALUE} or {@code --name=VALUE}, or without a value.
 *
 * @param name with its dashes
 * @param value what the value is called in the help; empty for an option without one
 * @param text what it is for
 */
record Option(String name, String value, String text) {
    static final Option HELP = new Option("--help", "", "show this help");
    static final Option TRANSPORT =
            new Option("--transport", "NAME", "the transport; else the best that is available");
    static final Option SET =
            new Option("--set", "NAME=VALUE", "a setting, see 'bogie settings'; may be repeated");
    static final Option HOST =
            new Option(
                    "--host", "HOST", "where to listen; 127.0.0.1 unless given, 0.0.0.0 for all");
    static final Option PORT =
            new Option("--port", "PORT", "where to listen; 8080 unless given, 0 for any free one");

    static final Option INHERITED =
            new Option(
                    "--inherited",
                    "",
                    "listen at the socket that is the standard input, as systemd passes it on");

    static final Option ALLOW_HOST =
            new Option(
                    "--allow-host",
                    "NAME",
                    "a host name to answer for, .NAME for all below it; may be repeated; other"
                            + " names get 421, unless --host is not loopback and none is given");

    static final Option PROXY_PROTOCOL =
            new Option(
                    "--proxy-protocol",
                    "",
                    "only proxies connect, and say for whom in a header of the PROXY protocol; see"
                            + " the settings proxy-protocol.*");

    static final Option PLUGINS =
            new Option(
                    "--plugins",
                    "DIR",
                    "where plugins are; else BOGIE_PLUGINS, else 'plugins' beside the image's bin");

    static final Option CONTROL =
            new Option(
                    "--control",
                    "PATH",
                    "the socket at which a running server takes orders; one for each user unless"
                            + " given");

    /** Of every command that serves. */
    static final List<Option> SERVING =
            Stream.concat(
                            Stream.of(TRANSPORT, HOST, PORT, INHERITED, ALLOW_HOST, PROXY_PROTOCOL),
                            Stream.concat(
                                    TlsOptions.SERVING.stream(), Stream.of(SET, PLUGINS, CONTROL)))
                    .toList();

    // Written out: those that a record has by itself are linked when first called, and a start
    // would wait for that.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Option that
                && name.equals(that.name)
                && value.equals(that.value)
                && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    boolean takesValue() {
        return !value.isEmpty();
    }

    /** How it is written, for the help. */
    String usage() {
        return takesValue() ? name + " " + value : name;
    }
}
