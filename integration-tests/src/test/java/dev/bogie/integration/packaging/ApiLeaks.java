package dev.bogie.integration.packaging;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.SignatureAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Types that a module's API names although a user who requires only that module cannot see them:
 * from a package that is not exported, or from a module that is not required transitively.
 *
 * <p>javac has a lint for it, {@code exports}; it also counts annotations, and so would have the
 * null annotations required by every user.
 */
final class ApiLeaks {

    private static final ModuleFinder MODULES =
            ModuleFinder.compose(
                    PublishedModule.finder(), PublishedModule.libraries(), ModuleFinder.ofSystem());

    private final ModuleDescriptor descriptor;
    private final Set<String> visible = new HashSet<>();
    private final Set<String> leaks = new TreeSet<>();

    private ApiLeaks(ModuleDescriptor descriptor) {
        this.descriptor = descriptor;
        addVisible(descriptor, new HashSet<>());
        addVisible(find("java.base").descriptor(), new HashSet<>());
    }

    static Set<String> of(PublishedModule module) {
        ApiLeaks check = new ApiLeaks(module.descriptor());
        module.classes().stream().filter(check::isApi).forEach(check::check);
        return check.leaks;
    }

    private void addVisible(ModuleDescriptor from, Set<String> seen) {
        if (!seen.add(from.name())) {
            return;
        }
        from.exports().forEach(exported -> visible.add(exported.source()));
        from.requires().stream()
                .filter(r -> r.modifiers().contains(ModuleDescriptor.Requires.Modifier.TRANSITIVE))
                .forEach(r -> addVisible(find(r.name()).descriptor(), seen));
    }

    private boolean isApi(ClassModel model) {
        String name = packageOf(model.thisClass().asInternalName().replace('/', '.'));
        return model.flags().has(AccessFlag.PUBLIC)
                && descriptor.exports().stream().anyMatch(e -> e.source().equals(name));
    }

    private void check(ClassModel model) {
        String where = model.thisClass().asInternalName().replace('/', '.');
        List<String> signatures = new ArrayList<>();
        model.superclass().map(ApiLeaks::signature).ifPresent(signatures::add);
        model.interfaces().stream().map(ApiLeaks::signature).forEach(signatures::add);
        model.findAttribute(Attributes.signature()).map(ApiLeaks::text).ifPresent(signatures::add);
        model.fields().stream().filter(ApiLeaks::isApi).forEach(f -> addField(signatures, f));
        model.methods().stream().filter(ApiLeaks::isApi).forEach(m -> addMethod(signatures, m));
        for (String signature : signatures) {
            for (String type : References.typesIn(signature)) {
                if (!visible.contains(packageOf(type))) {
                    leaks.add(where + " names " + type);
                }
            }
        }
    }

    private static void addField(List<String> signatures, FieldModel field) {
        signatures.add(field.fieldType().stringValue());
        field.findAttribute(Attributes.signature()).map(ApiLeaks::text).ifPresent(signatures::add);
    }

    private static void addMethod(List<String> signatures, MethodModel method) {
        signatures.add(method.methodType().stringValue());
        method.findAttribute(Attributes.signature()).map(ApiLeaks::text).ifPresent(signatures::add);
        method.findAttribute(Attributes.exceptions())
                .ifPresent(e -> e.exceptions().forEach(t -> signatures.add(signature(t))));
    }

    private static boolean isApi(FieldModel field) {
        return field.flags().has(AccessFlag.PUBLIC) || field.flags().has(AccessFlag.PROTECTED);
    }

    private static boolean isApi(MethodModel method) {
        return !method.flags().has(AccessFlag.SYNTHETIC)
                && (method.flags().has(AccessFlag.PUBLIC)
                        || method.flags().has(AccessFlag.PROTECTED));
    }

    private static String text(SignatureAttribute attribute) {
        return attribute.signature().stringValue();
    }

    private static String signature(ClassEntry type) {
        return "L" + type.asInternalName() + ";";
    }

    private static String packageOf(String type) {
        return type.substring(0, Math.max(0, type.lastIndexOf('.')));
    }

    private static ModuleReference find(String name) {
        return MODULES.find(name)
                .orElseThrow(() -> new IllegalStateException("module not found: " + name));
    }
}
