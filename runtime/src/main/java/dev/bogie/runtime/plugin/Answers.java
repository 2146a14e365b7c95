package dev.bogie.runtime.plugin;

import dev.bogie.runtime.OneLine;
import dev.bogie.runtime.Provider;
import dev.bogie.runtime.Registry;
import dev.bogie.transport.ConnectionProtocol;
import dev.bogie.transport.DatagramProtocol;
import dev.bogie.transport.Layer;
import dev.bogie.transport.Protocol;
import dev.bogie.transport.Settings;
import dev.bogie.transport.Transport;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * What a registry asks of providers, again and again and on behalf of all others: asked here once
 * before a provider is among them, where an answer may be missing or an error, or never come.
 *
 * @param registry which will ask
 * @param settings what answers may depend on
 */
record Answers(Registry registry, Settings settings) {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    /** RFC 7301 §3.1. */
    private static final int LONGEST_ID = 255;

    void transport(Provider<Transport> provider) {
        Transport transport = provider.service();
        answer(provider, "priority()", transport::priority);
        everyOne(provider, "capabilities()", transport::capabilities);
        everyOne(provider, "settings()", transport::settings);
        var unused = registry.availability(transport, settings);
    }

    void layer(Provider<Layer> provider) {
        everyOne(provider, "settings()", provider.service()::settings);
    }

    void protocol(Provider<Protocol<?>> provider) {
        Protocol<?> protocol = provider.service();
        answer(provider, "contract()", protocol::contract);
        answer(provider, "priority()", protocol::priority);
        everyOne(provider, "settings()", protocol::settings);
        for (String id : everyOne(provider, "alpn()", protocol::alpn)) {
            if (id.isEmpty() || id.length() > LONGEST_ID) {
                throw refused(provider, "alpn() answers '" + id + "', which is no ALPN id");
            }
        }
        if (protocol instanceof ConnectionProtocol<?> onBytes) {
            answer(provider, "speaksFirst()", onBytes::speaksFirst);
            if (answer(provider, "sniffLimit()", onBytes::sniffLimit) > 0) {
                answer(provider, "match()", () -> onBytes.match(ByteBuffer.allocate(1)));
            }
            port(() -> onBytes.port(settings));
        }
        if (protocol instanceof DatagramProtocol<?> inDatagrams) {
            port(() -> inDatagrams.port(settings));
        }
    }

    /** Only whether it returns: who listens asks again, with the settings that count there. */
    private static void port(Supplier<OptionalInt> question) {
        try {
            var unused = question.get();
        } catch (RuntimeException | Error e) {
            LOG.debug("asked for its port, a protocol fails", e);
        }
    }

    private static <E> Collection<E> everyOne(
            Provider<?> provider,
            String question,
            Supplier<? extends @Nullable Collection<E>> asked) {
        Collection<E> answer = answer(provider, question, asked);
        for (E each : answer) {
            if (each == null) {
                throw refused(provider, question + " answers something with null in it");
            }
        }
        return answer;
    }

    private static <T> T answer(
            Provider<?> provider, String question, Supplier<? extends @Nullable T> asked) {
        T answer;
        try {
            answer = asked.get();
        } catch (RuntimeException | Error e) {
            throw refused(provider, question + " fails: " + OneLine.of(e));
        }
        if (answer == null) {
            throw refused(provider, question + " answers null");
        }
        return answer;
    }

    private static IllegalStateException refused(Provider<?> provider, String what) {
        return new IllegalStateException(provider.origin().className() + ": " + what);
    }
}
