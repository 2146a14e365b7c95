package dev.bogie.runtime;

import org.jspecify.annotations.Nullable;

/**
 * A provider that is there but cannot be used: it is skipped, and everything else goes on.
 *
 * @param service the service it claims to provide
 * @param origin where it comes from; null if not even its class could be loaded
 * @param cause what went wrong
 */
public record ProviderProblem(Class<?> service, @Nullable Origin origin, Throwable cause) {

    /** {@return what was skipped and why, in one line} */
    @Override
    public String toString() {
        String what = origin == null ? "a provider" : origin.toString();
        return "skipped " + what + " of " + service.getSimpleName() + ": " + OneLine.of(cause);
    }
}
