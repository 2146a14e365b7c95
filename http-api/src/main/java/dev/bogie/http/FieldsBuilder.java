package dev.bogie.http;

import java.util.Arrays;

/** Collects fields. Not safe for several threads; may be built from more than once. */
public final class FieldsBuilder {
    private FieldName[] names;
    private String[] values;
    private int size;

    FieldsBuilder() {
        this(8);
    }

    FieldsBuilder(int capacity) {
        names = new FieldName[capacity];
        values = new String[capacity];
    }

    /**
     * Adds a field at the end.
     *
     * @param name the name
     * @param value the value
     * @return this
     * @throws IllegalArgumentException if the name is one that only a protocol writes, or the value
     *     has a control character, a character beyond ISO-8859-1, or a space at an end
     */
    public FieldsBuilder add(FieldName name, String value) {
        append(settable(name), checked(name, value));
        return this;
    }

    /**
     * Puts a field instead of all of its name, in the place of the first, otherwise at the end.
     *
     * @param name the name
     * @param value the value
     * @return this
     * @throws IllegalArgumentException as {@link #add}
     */
    public FieldsBuilder set(FieldName name, String value) {
        settable(name);
        checked(name, value);
        int kept = 0;
        boolean placed = false;
        for (int i = 0; i < size; i++) {
            boolean same = names[i].equals(name);
            if (same && placed) {
                continue;
            }
            names[kept] = same ? name : names[i];
            values[kept++] = same ? value : values[i];
            placed |= same;
        }
        size = kept;
        if (!placed) {
            append(name, value);
        }
        return this;
    }

    /**
     * Removes all fields of that name.
     *
     * @param name the name
     * @return this
     */
    public FieldsBuilder remove(FieldName name) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (!names[i].equals(name)) {
                names[kept] = names[i];
                values[kept++] = values[i];
            }
        }
        size = kept;
        return this;
    }

    /** {@return the fields so far} */
    public Fields build() {
        return size == 0
                ? Fields.empty()
                : new Fields(Arrays.copyOf(names, size), Arrays.copyOf(values, size));
    }

    void append(FieldName name, String value) {
        if (size == names.length) {
            names = Arrays.copyOf(names, size * 2 + 1);
            values = Arrays.copyOf(values, size * 2 + 1);
        }
        names[size] = name;
        values[size++] = value;
    }

    static FieldName settable(FieldName name) {
        if (name.isFraming()) {
            throw new IllegalArgumentException(
                    name
                            + " is written by the protocol, from the body and the target: leave it"
                            + " out");
        }
        return name;
    }

    static String checked(FieldName name, String value) {
        if (!Grammar.isFieldValue(value)) {
            throw new IllegalArgumentException(
                    "not a value for "
                            + name
                            + ": \""
                            + Grammar.printable(value)
                            + "\" (no control characters, nothing beyond ISO-8859-1,"
                            + " no space at either end)");
        }
        return value;
    }
}
