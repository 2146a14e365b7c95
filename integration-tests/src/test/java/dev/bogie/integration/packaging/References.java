package dev.bogie.integration.packaging;

import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodTypeEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a class refers to, read from its constant pool: types by their binary name, members as
 * {@code type#name}. Complete as far as code goes: nothing is called or touched without an entry
 * there.
 */
final class References {

    private static final Pattern TYPE_IN_DESCRIPTOR = Pattern.compile("L([^;<]+)");

    private References() {}

    static Set<String> of(ClassModel model) {
        Set<String> found = new TreeSet<>();
        for (PoolEntry entry : model.constantPool()) {
            switch (entry) {
                case ClassEntry type -> addType(found, type.asInternalName());
                case MemberRefEntry member -> addMember(found, member);
                case NameAndTypeEntry pair -> addTypes(found, pair.type().stringValue());
                case MethodTypeEntry type -> addTypes(found, type.descriptor().stringValue());
                default -> {}
            }
        }
        model.fields().forEach(field -> addTypes(found, field.fieldType().stringValue()));
        model.methods().forEach(method -> addTypes(found, method.methodType().stringValue()));
        return found;
    }

    /** The types that a descriptor or a generic signature names. */
    static Set<String> typesIn(String signature) {
        Set<String> found = new TreeSet<>();
        addTypes(found, signature);
        return found;
    }

    private static void addMember(Set<String> found, MemberRefEntry member) {
        String owner = member.owner().asInternalName();
        if (!owner.startsWith("[")) {
            found.add(binaryName(owner) + "#" + member.name().stringValue());
        }
    }

    private static void addType(Set<String> found, String internalName) {
        if (internalName.startsWith("[")) {
            addTypes(found, internalName);
        } else {
            found.add(binaryName(internalName));
        }
    }

    private static void addTypes(Set<String> found, String signature) {
        TYPE_IN_DESCRIPTOR
                .matcher(signature)
                .results()
                .forEach(m -> found.add(binaryName(m.group(1))));
    }

    private static String binaryName(String internalName) {
        return internalName.replace('/', '.');
    }
}
