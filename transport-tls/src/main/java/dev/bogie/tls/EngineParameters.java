package dev.bogie.tls;

import dev.bogie.tls.machine.TlsException;
import dev.bogie.transport.Settings;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * What the settings say about every engine.
 *
 * @param protocols versions of TLS
 * @param ciphers cipher suites; empty for the JDK's own choice
 * @param clientAuth whether servers ask for certificates
 */
record EngineParameters(List<String> protocols, List<String> ciphers, ClientAuth clientAuth) {

    static EngineParameters of(Settings settings) {
        return new EngineParameters(
                MaterialSettings.words(settings.get(MaterialSettings.PROTOCOLS)),
                MaterialSettings.words(settings.get(MaterialSettings.CIPHERS)),
                ClientAuth.valueOf(
                        settings.get(MaterialSettings.CLIENT_AUTH).toUpperCase(Locale.ROOT)));
    }

    SSLEngine server(SSLContext context, List<String> applicationProtocols) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = common(engine);
        switch (clientAuth) {
            case NONE -> {}
            case WANTED -> parameters.setWantClientAuth(true);
            case NEEDED -> parameters.setNeedClientAuth(true);
        }
        if (!ciphers.isEmpty()) {
            parameters.setUseCipherSuitesOrder(true);
        }
        // here rather than by the layer: parameters are dear to set, all suites are looked up
        parameters.setApplicationProtocols(applicationProtocols.toArray(String[]::new));
        engine.setSSLParameters(parameters);
        return engine;
    }

    SSLEngine client(SSLContext context, Optional<SocketAddress> target, boolean unchecked)
            throws TlsException {
        if (!(target.orElse(null) instanceof InetSocketAddress inet)) {
            if (!unchecked) {
                throw new TlsException(
                        TlsException.Origin.HERE,
                        "internal_error",
                        "there is no host name to check the certificate against",
                        null);
            }
            SSLEngine engine = context.createSSLEngine();
            engine.setUseClientMode(true);
            engine.setSSLParameters(common(engine));
            return engine;
        }
        String host = host(inet);
        SSLEngine engine = context.createSSLEngine(host, inet.getPort());
        engine.setUseClientMode(true);
        SSLParameters parameters = common(engine);
        serverName(host).ifPresent(name -> parameters.setServerNames(List.of(name)));
        if (!unchecked) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    private SSLParameters common(SSLEngine engine) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(protocols.toArray(String[]::new));
        if (!ciphers.isEmpty()) {
            parameters.setCipherSuites(ciphers.toArray(String[]::new));
        }
        return parameters;
    }

    /** Neither a dot at the end nor the scope of an IPv6 address are in certificates. */
    private static String host(InetSocketAddress target) {
        String host = target.getHostString();
        int scope = host.indexOf('%');
        if (scope > 0 && host.contains(":")) {
            return host.substring(0, scope);
        }
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /** Also for names of one label, which the JDK would not send by itself. */
    private static Optional<SNIServerName> serverName(String host) {
        if (isAddress(host)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SNIHostName(host));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a name that DNS has and host names may not have, as my_host
        }
    }

    private static boolean isAddress(String host) {
        try {
            return InetAddress.ofLiteral(host) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
