package dev.bogie.launcher;

import dev.bogie.runtime.ConfigurationException;
import dev.bogie.runtime.Registry;
import dev.bogie.runtime.SettingsCatalogue;
import dev.bogie.transport.Settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a user says about TLS. Names no class of TLS: an image may lack them.
 *
 * @param registry what is installed
 * @param arguments what the user gave
 */
record TlsOptions(Registry registry, Arguments arguments) {
    /** The layer. */
    static final String LAYER = "tls";

    static final Option CERT =
            new Option(
                    "--tls-cert", "FILE", "serve https: the certificate, then its issuers (PEM)");
    static final Option KEY = new Option("--tls-key", "FILE", "the key of --tls-cert (PEM)");
    static final Option SELF_SIGNED =
            new Option(
                    "--tls-self-signed",
                    "",
                    "serve https with a new key and certificate for this machine's own names,"
                            + " which no browser trusts");
    static final Option CA_CERT =
            new Option("--cacert", "FILE", "authorities to trust (PEM), instead of the usual ones");
    static final Option INSECURE =
            new Option(
                    "--insecure",
                    "",
                    "believe any certificate, of anybody: nobody knows who answers");

    /** Each of these settings gives a server a certificate, or a part of one. */
    private static final List<String> CERTIFICATES =
            List.of("tls.cert", "tls.key", "tls.key-store", "tls.cert-dir");

    /** Those of every command that serves. */
    static final List<Option> SERVING = List.of(CERT, KEY, SELF_SIGNED);

    /** Those of every command that fetches. */
    static final List<Option> FETCHING = List.of(CA_CERT, INSECURE);

    /** The settings that are given, with those that the options mean. */
    Settings settings(SettingsCatalogue catalogue) {
        boolean any =
                arguments.has(CERT)
                        || arguments.has(KEY)
                        || arguments.has(SELF_SIGNED)
                        || arguments.has(CA_CERT)
                        || arguments.has(INSECURE);
        if (any) {
            requireTls();
        }
        List<String> all = new ArrayList<>(arguments.values(Option.SET));
        add(CERT, "tls.cert", all);
        add(KEY, "tls.key", all);
        add(CA_CERT, "tls.trust", all);
        return catalogue.read(all);
    }

    private void add(Option option, String setting, List<String> all) {
        Optional<String> value = arguments.value(option);
        value.ifPresent(v -> all.add(setting + "=" + v));
    }

    /**
     * Whether a server is to speak TLS: if it has a certificate, by an option or by a setting. Who
     * sets something else of TLS means it, and must not be served in the clear instead.
     */
    boolean serve(Settings settings) {
        Optional<String> certificate =
                Stream.concat(
                                Stream.of(CERT, KEY).filter(arguments::has).map(Option::name),
                                tlsSettings().filter(CERTIFICATES::contains))
                        .findFirst();
        if (arguments.has(SELF_SIGNED)) {
            certificate.ifPresent(given -> refuse(true, given + " and " + SELF_SIGNED.name()));
            Tls.serveSelfSigned(registry, settings);
            return true;
        }
        if (certificate.isEmpty()) {
            tlsSettings().findFirst().ifPresent(TlsOptions::refuseUnused);
        }
        return certificate.isPresent();
    }

    /** The settings of TLS that are given, less those that are set to nothing. */
    private Stream<String> tlsSettings() {
        return arguments.values(Option.SET).stream()
                .filter(word -> word.startsWith(LAYER + ".") && !word.endsWith("="))
                .map(word -> word.substring(0, word.indexOf('=')));
    }

    private static void refuseUnused(String setting) {
        throw new ConfigurationException(
                setting
                        + " is set, but there is no certificate, so this server would not speak"
                        + " TLS: give "
                        + CERT.usage()
                        + " and "
                        + KEY.usage()
                        + ", or "
                        + SELF_SIGNED.name());
    }

    /** Makes a client trust what it is to trust. */
    void fetch(Settings settings, boolean https) {
        if (https) {
            requireTls();
            refuse(
                    arguments.has(CA_CERT) && arguments.has(INSECURE),
                    CA_CERT.name() + " and " + INSECURE.name());
            if (arguments.has(INSECURE)) {
                Tls.trustEverything(registry, settings);
            }
        } else {
            for (Option option : FETCHING) {
                if (arguments.has(option)) {
                    throw new ConfigurationException(option.name() + " is for https only");
                }
            }
        }
    }

    private static void refuse(boolean both, String options) {
        if (both) {
            throw new ConfigurationException(options + " exclude each other");
        }
    }

    static boolean isInstalled(Registry registry) {
        return registry.layers().stream().anyMatch(l -> l.name().equals(LAYER));
    }

    private void requireTls() {
        if (!isInstalled(registry)) {
            throw new ConfigurationException(
                    "there is no TLS in this image: it lacks the module dev.bogie.tls");
        }
    }
}
