package dev.bogie.http;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * A section of fields, header or trailer (RFC 9110 §5): ordered, names equal regardless of case,
 * any name any number of times. Immutable; safe for any thread.
 *
 * <p>What an application builds is checked when it is built: names are tokens, values have no
 * control character and no space at either end, and fields that frame a message ({@link
 * FieldName#isFraming}) are refused, as the protocol writes those from the body. What was received
 * shows all fields as they came, framing ones included; whoever sends such a section on need not
 * take them out, as a protocol leaves them out and writes its own.
 *
 * <p>Received fields stay bytes until they are asked for: a look-up compares octets and makes a
 * String of the one value. Octets beyond ASCII are read and written as ISO-8859-1, which loses
 * none.
 */
public final class Fields implements Iterable<Fields.Field> {
    private static final byte[] NO_BYTES = {};
    private static final int[] NO_SLICES = {};
    private static final Fields EMPTY =
            new Fields(new FieldName[0], new String[0], NO_BYTES, NO_SLICES);

    /** Ints per field in the slices of {@link #received}. */
    private static final int SLICE = 4;

    /** Null where it is still only a slice; filling one in is idempotent, so needs no lock. */
    private final @Nullable FieldName[] names;

    private final @Nullable String[] values;
    private final byte[] bytes;
    private final int[] slices;

    /**
     * One field.
     *
     * @param name its name
     * @param value its value without surrounding white space
     */
    public record Field(FieldName name, String value) {
        @Override
        public String toString() {
            return name + ": " + Grammar.printable(value);
        }
    }

    private Fields(
            @Nullable FieldName[] names, @Nullable String[] values, byte[] bytes, int[] slices) {
        this.names = names;
        this.values = values;
        this.bytes = bytes;
        this.slices = slices;
    }

    Fields(FieldName[] names, String[] values) {
        this(names, values, NO_BYTES, NO_SLICES);
    }

    /** {@return no fields} */
    public static Fields empty() {
        return EMPTY;
    }

    /**
     * {@return one field}
     *
     * @param name the name
     * @param value the value
     * @throws IllegalArgumentException as {@link FieldsBuilder#add}
     */
    public static Fields of(FieldName name, String value) {
        return new Fields(
                new FieldName[] {FieldsBuilder.settable(name)},
                new String[] {FieldsBuilder.checked(name, value)});
    }

    /** {@return a builder with no fields yet} */
    public static FieldsBuilder builder() {
        return new FieldsBuilder();
    }

    /**
     * {@return a section that a protocol has read and found valid; for authors of protocols}
     *
     * @param bytes holds the section; from now on not changed by anyone
     * @param slices four ints per field: offset and length of its name, offset and length of its
     *     value; from now on not changed by anyone
     * @param count how many fields
     */
    public static Fields received(byte[] bytes, int[] slices, int count) {
        if (slices.length < count * SLICE) {
            throw new IllegalArgumentException(
                    count + " fields need " + count * SLICE + " ints, not " + slices.length);
        }
        return count == 0
                ? EMPTY
                : new Fields(new FieldName[count], new String[count], bytes, slices);
    }

    /** {@return how many fields} */
    public int size() {
        return names.length;
    }

    /** {@return whether there is none} */
    public boolean isEmpty() {
        return names.length == 0;
    }

    /**
     * {@return the name of the field at that place, {@code 0..size()-1}, spelled as it was written}
     *
     * @param index {@code 0..size()-1}
     */
    public FieldName name(int index) {
        FieldName name = names[index];
        if (name == null) {
            name = FieldName.of(slice(index * SLICE));
            names[index] = name;
        }
        return name;
    }

    /**
     * {@return the value of the field at that place, {@code 0..size()-1}}
     *
     * @param index {@code 0..size()-1}
     */
    public String value(int index) {
        String value = values[index];
        if (value == null) {
            value = slice(index * SLICE + 2);
            values[index] = value;
        }
        return value;
    }

    /**
     * {@return whether a field of that name is there}
     *
     * @param name the name
     */
    public boolean has(FieldName name) {
        return indexOf(name, 0) >= 0;
    }

    /**
     * {@return the value of the first field of that name}
     *
     * @param name the name
     */
    public Optional<String> first(FieldName name) {
        int index = indexOf(name, 0);
        return index < 0 ? Optional.empty() : Optional.of(value(index));
    }

    /**
     * As {@link #first(FieldName)}, for a name that is not in a constant.
     *
     * @param name the name
     * @return its value
     * @throws IllegalArgumentException if it is no token
     */
    public Optional<String> first(String name) {
        return first(FieldName.of(name));
    }

    /**
     * {@return the value of the only field of that name} for fields that are no list, where a
     * second one means that two readers may differ.
     *
     * @param name the name
     * @throws HttpException 400 if there are several
     */
    public Optional<String> single(FieldName name) {
        int index = indexOf(name, 0);
        if (index < 0) {
            return Optional.empty();
        }
        if (indexOf(name, index + 1) >= 0) {
            throw new HttpException(Status.BAD_REQUEST, "more than one field " + name);
        }
        return Optional.of(value(index));
    }

    /**
     * {@return the values of all fields of that name, in order}
     *
     * @param name the name
     */
    public List<String> all(FieldName name) {
        List<String> found = new ArrayList<>(2);
        for (int i = indexOf(name, 0); i >= 0; i = indexOf(name, i + 1)) {
            found.add(value(i));
        }
        return found;
    }

    /**
     * {@return whether a field of that name, read as a list with commas (RFC 9110 §5.6.1), has the
     * token as a member, in any case} Quoted strings are not looked into, so only for lists of
     * tokens.
     *
     * @param name the name
     * @param token the member to look for
     */
    public boolean hasToken(FieldName name, String token) {
        for (int i = indexOf(name, 0); i >= 0; i = indexOf(name, i + 1)) {
            if (listHas(value(i), token)) {
                return true;
            }
        }
        return false;
    }

    /**
     * With that field instead of all of its name, in the place of the first, otherwise at the end.
     *
     * @param name the name
     * @param value the value
     * @return a copy with that field instead of all of its name, in the place of the first,
     *     otherwise at the end
     * @throws IllegalArgumentException as {@link FieldsBuilder#add}
     */
    public Fields with(FieldName name, String value) {
        return toBuilder().set(name, value).build();
    }

    /**
     * With that field added at the end.
     *
     * @param name the name
     * @param value the value
     * @return a copy with that field added at the end
     * @throws IllegalArgumentException as {@link FieldsBuilder#add}
     */
    public Fields adding(FieldName name, String value) {
        return toBuilder().add(name, value).build();
    }

    /**
     * Without the fields of that name.
     *
     * @param name the name
     * @return a copy without the fields of that name
     */
    public Fields without(FieldName name) {
        return has(name) ? toBuilder().remove(name).build() : this;
    }

    /** {@return a builder that begins with these fields} */
    public FieldsBuilder toBuilder() {
        FieldsBuilder builder = new FieldsBuilder(size() + 4);
        for (int i = 0; i < size(); i++) {
            builder.append(name(i), value(i));
        }
        return builder;
    }

    @Override
    public Iterator<Field> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < size();
            }

            @Override
            public Field next() {
                if (next >= size()) {
                    throw new NoSuchElementException();
                }
                int index = next++;
                return new Field(name(index), value(index));
            }
        };
    }

    /** Equal are the same fields in the same order, names regardless of case. */
    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof Fields fields) || fields.size() != size()) {
            return false;
        }
        for (int i = 0; i < size(); i++) {
            if (!name(i).equals(fields.name(i)) || !value(i).equals(fields.value(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = 0; i < size(); i++) {
            hash = 31 * hash + name(i).hashCode() * 31 + value(i).hashCode();
        }
        return hash;
    }

    /** {@return for people, one {@code name: value} after the other, escaped} */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("[");
        for (int i = 0; i < size(); i++) {
            out.append(i == 0 ? "" : ", ").append(new Field(name(i), value(i)));
        }
        return out.append(']').toString();
    }

    private int indexOf(FieldName wanted, int from) {
        for (int i = from; i < names.length; i++) {
            FieldName name = names[i];
            boolean same =
                    name != null
                            ? name.equals(wanted)
                            : wanted.matches(bytes, slices[i * SLICE], slices[i * SLICE + 1]);
            if (same) {
                return i;
            }
        }
        return -1;
    }

    private static boolean listHas(String list, String token) {
        for (int from = 0, end; from <= list.length(); from = end + 1) {
            int comma = list.indexOf(',', from);
            end = comma < 0 ? list.length() : comma;
            int start = from;
            while (start < end && list.charAt(start) <= ' ') {
                start++;
            }
            int stop = end;
            while (stop > start && list.charAt(stop - 1) <= ' ') {
                stop--;
            }
            boolean same = stop - start == token.length();
            if (same && list.regionMatches(true, start, token, 0, token.length())) {
                return true;
            }
        }
        return false;
    }

    private String slice(int at) {
        return new String(bytes, slices[at], slices[at + 1], StandardCharsets.ISO_8859_1);
    }
}
