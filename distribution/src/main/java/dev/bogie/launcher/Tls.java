package dev.bogie.launcher;

import dev.bogie.runtime.ConfigurationException;
import dev.bogie.runtime.Registry;
import dev.bogie.tls.EngineSource;
import dev.bogie.tls.InsecureTrustEverything;
import dev.bogie.tls.MaterialException;
import dev.bogie.tls.TlsLayer;
import dev.bogie.tls.TlsMaterial;
import dev.bogie.transport.Settings;

import java.util.List;

/**
 * Certificates and trust for the layer of TLS, read before anything begins, so that what is wrong
 * with them is told then. Loaded only where there is TLS.
 */
final class Tls {
    private static final String OWNER = "command line";

    private Tls() {}

    static void serve(Registry registry, Settings settings) {
        try {
            install(registry, TlsMaterial.server().settings(settings).build());
        } catch (MaterialException e) {
            throw refused(e);
        }
    }

    static void serveSelfSigned(Registry registry, Settings settings) {
        try {
            TlsMaterial.Builder material = TlsMaterial.server().settings(settings);
            SelfSigned.make().forEach(material::key);
            install(registry, material.build());
        } catch (MaterialException e) {
            throw refused(e);
        }
    }

    static void fetch(Registry registry, Settings settings, boolean insecure) {
        try {
            TlsMaterial.Builder material = TlsMaterial.client().settings(settings);
            if (insecure) {
                material.trust(new InsecureTrustEverything());
            }
            install(registry, material.build());
        } catch (MaterialException e) {
            throw refused(e);
        }
    }

    private static void install(Registry registry, EngineSource material) {
        registry.override(OWNER, List.of(new TlsLayer(material)));
    }

    private static ConfigurationException refused(MaterialException e) {
        return new ConfigurationException(String.valueOf(e.getMessage()), e);
    }
}
