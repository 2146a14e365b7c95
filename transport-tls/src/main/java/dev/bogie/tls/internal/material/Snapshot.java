package dev.bogie.tls.internal.material;

import dev.bogie.tls.CertifiedKey;
import dev.bogie.tls.KeyLookup;

import org.jspecify.annotations.Nullable;

import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.net.ssl.SSLContext;

/**
 * Keys and trust as they are in force between two changes, with a context for each set of
 * alternatives. Thread-safe.
 */
public final class Snapshot {
    private final List<CertifiedKey> keys;
    private final Contexts contexts;
    private final NameTable names;
    private final Map<List<CertifiedKey>, SSLContext> byKeys = new HashMap<>();
    private final Optional<SSLContext> fallback;
    private final Map<String, SSLContext> found; // guarded by itself

    /**
     * What a server serves with.
     *
     * @param keys the default first; maybe none
     * @param contexts makes contexts
     * @param maxNames how many names that a look-up found are kept
     * @throws GeneralSecurityException if this Java cannot
     */
    public Snapshot(List<CertifiedKey> keys, Contexts contexts, int maxNames)
            throws GeneralSecurityException {
        this.keys = List.copyOf(keys);
        this.contexts = contexts;
        this.names = new NameTable(keys);
        for (CertifiedKey key : keys) {
            for (String name : key.names()) {
                List<CertifiedKey> alternatives = names.named(name);
                if (!byKeys.containsKey(alternatives)) {
                    byKeys.put(alternatives, contexts.of(alternatives));
                }
            }
        }
        this.fallback = keys.isEmpty() ? Optional.empty() : Optional.of(ofFirst());
        this.found =
                new LinkedHashMap<>(16, 0.75f, true) {
                    private static final long serialVersionUID = 1;

                    @Override
                    protected boolean removeEldestEntry(Map.Entry<String, SSLContext> eldest) {
                        return size() > maxNames;
                    }
                };
    }

    /** The default: the first key, with its alternatives. */
    private SSLContext ofFirst() throws GeneralSecurityException {
        CertifiedKey first = keys.getFirst();
        for (String name : first.names()) {
            SSLContext context = byKeys.get(names.named(name));
            if (context != null && names.named(name).getFirst() == first) {
                return context;
            }
        }
        return contexts.of(List.of(first));
    }

    /** {@return all keys, the default first} */
    public List<CertifiedKey> keys() {
        return keys;
    }

    /**
     * The context for a name. A name that nobody knows is not kept: a client that asks for many
     * costs no memory, and drives nothing out.
     *
     * @param name what the client asks for, if it does
     * @param lookup asked for names that no certificate here is for
     * @return the name's context, or the default's; empty if there is no default
     * @throws Exception what the look-up threw
     */
    public Optional<SSLContext> context(Optional<String> name, Optional<KeyLookup> lookup)
            throws Exception {
        if (name.isEmpty()) {
            return fallback;
        }
        Optional<SSLContext> here = names.find(name.get()).map(byKeys::get);
        if (here.isPresent()) {
            return here;
        }
        Optional<SSLContext> looked =
                lookup.isEmpty() ? Optional.empty() : lookedUp(name.get(), lookup.get());
        return looked.isPresent() ? looked : fallback;
    }

    private Optional<SSLContext> lookedUp(String name, KeyLookup lookup) throws Exception {
        synchronized (found) {
            @Nullable SSLContext known = found.get(name);
            if (known != null) {
                return Optional.of(known);
            }
        }
        Optional<CertifiedKey> key = lookup.find(name);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        SSLContext context = contexts.of(List.of(key.get()));
        synchronized (found) {
            @Nullable SSLContext other = found.putIfAbsent(name, context);
            return Optional.of(other == null ? context : other);
        }
    }
}
