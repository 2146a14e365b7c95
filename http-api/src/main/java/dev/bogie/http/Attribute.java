package dev.bogie.http;

/**
 * A typed key for something that travels with a request, such as the session that a filter found.
 * Each is equal to itself only: keep it in a constant and hand out the constant to those who may
 * read what it stands for.
 *
 * @param <T> the type of the value
 */
// The parameter binds key and value together in the methods that take both.
@SuppressWarnings("UnusedTypeParameter")
public final class Attribute<T> {
    private final String name;

    private Attribute(String name) {
        this.name = name;
    }

    /**
     * {@return a new key; the name is for people only}
     *
     * @param name the name
     * @param <T> the type of the value
     */
    public static <T> Attribute<T> named(String name) {
        return new Attribute<>(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
