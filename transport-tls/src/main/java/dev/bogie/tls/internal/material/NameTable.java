package dev.bogie.tls.internal.material;

import dev.bogie.tls.CertifiedKey;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which keys are for a name. The exact name comes before a wildcard, which stands for one label,
 * the first (RFC 9525 §6.3); several keys for one name are alternatives of different algorithms.
 * What clients ask for is only looked up, never kept. Immutable.
 */
public final class NameTable {
    private final Map<String, List<CertifiedKey>> names = new HashMap<>();

    /**
     * A table of keys, by the names of their certificates.
     *
     * @param keys those first in the list come first for a name
     */
    public NameTable(List<CertifiedKey> keys) {
        for (CertifiedKey key : keys) {
            for (String name : key.names()) {
                names.computeIfAbsent(name, _ -> new ArrayList<>()).add(key);
            }
        }
        names.replaceAll((_, alternatives) -> List.copyOf(alternatives));
    }

    /**
     * The keys for a name.
     *
     * @param name in lower case, maybe with a dot at its end
     * @return at least one, or empty if there is none for it
     */
    public Optional<List<CertifiedKey>> find(String name) {
        String relative = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        List<CertifiedKey> exact = relative.startsWith("*") ? null : names.get(relative);
        if (exact != null) {
            return Optional.of(exact);
        }
        int dot = relative.indexOf('.');
        return dot < 1
                ? Optional.empty()
                : Optional.ofNullable(names.get("*" + relative.substring(dot)));
    }

    /** The keys of certificates that hold this very name, wildcard or not. */
    List<CertifiedKey> named(String name) {
        return names.getOrDefault(name, List.of());
    }
}
