package dev.bogie.runtime;

/**
 * A provider that is installed.
 *
 * @param name the name that it gives itself; its class's name if the service has no names
 * @param service the provider
 * @param origin where it comes from
 * @param <S> the service
 */
public record Provider<S>(String name, S service, Origin origin) {
    /** {@return name and origin in one phrase} */
    @Override
    public String toString() {
        return "'" + name + "' of " + origin;
    }
}
