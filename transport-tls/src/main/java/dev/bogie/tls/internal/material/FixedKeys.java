package dev.bogie.tls.internal.material;

import dev.bogie.tls.CertifiedKey;

import org.jspecify.annotations.Nullable;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The keys of one context, all for the same names: one is chosen by the algorithm that both sides
 * can sign with. An alias is the key's place in the list.
 */
final class FixedKeys extends X509ExtendedKeyManager {
    private final List<CertifiedKey> keys;

    FixedKeys(List<CertifiedKey> keys) {
        this.keys = List.copyOf(keys);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            @Nullable String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return choose(keyType, issuers);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String @Nullable [] keyTypes,
            Principal @Nullable [] issuers,
            @Nullable SSLEngine engine) {
        for (String keyType : keyTypes == null ? new String[0] : keyTypes) {
            String alias = choose(keyType, issuers);
            if (alias != null) {
                return alias;
            }
        }
        return null;
    }

    private @Nullable String choose(@Nullable String keyType, Principal @Nullable [] issuers) {
        for (int i = 0; i < keys.size(); i++) {
            CertifiedKey key = keys.get(i);
            if (key.key().getAlgorithm().equals(keyType) && isFrom(key, issuers)) {
                return String.valueOf(i);
            }
        }
        return null;
    }

    /** A server may say whose certificates it believes; one that does not takes any. */
    private static boolean isFrom(CertifiedKey key, Principal @Nullable [] issuers) {
        if (issuers == null || issuers.length == 0) {
            return true;
        }
        List<Principal> wanted = Arrays.asList(issuers);
        return key.chain().stream().anyMatch(c -> wanted.contains(c.getIssuerX500Principal()));
    }

    private @Nullable CertifiedKey key(@Nullable String alias) {
        for (int i = 0; i < keys.size(); i++) {
            if (String.valueOf(i).equals(alias)) {
                return keys.get(i);
            }
        }
        return null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(@Nullable String alias) {
        CertifiedKey key = key(alias);
        return key == null ? null : key.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(@Nullable String alias) {
        CertifiedKey key = key(alias);
        return key == null ? null : key.key();
    }

    @Override
    public String @Nullable [] getServerAliases(
            @Nullable String keyType, Principal @Nullable [] issuers) {
        String[] aliases =
                IntStream.range(0, keys.size())
                        .filter(i -> keys.get(i).key().getAlgorithm().equals(keyType))
                        .mapToObj(String::valueOf)
                        .toArray(String[]::new);
        return aliases.length == 0 ? null : aliases;
    }

    @Override
    public String @Nullable [] getClientAliases(
            @Nullable String keyType, Principal @Nullable [] issuers) {
        return getServerAliases(keyType, issuers);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String @Nullable [] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineClientAlias(keyTypes, issuers, null);
    }

    @Override
    public @Nullable String chooseServerAlias(
            @Nullable String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return choose(keyType, issuers);
    }
}
