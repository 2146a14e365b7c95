package dev.bogie.runtime.plugin;

import dev.bogie.runtime.OneLine;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What is wrong with a plugin. It is not in service, or its former version is; nothing else is
 * hurt. Holds text only, nothing of the plugin's own classes.
 */
public sealed interface PluginProblem {
    /**
     * Where.
     *
     * @return plugin, file and module
     */
    Place place();

    /**
     * What is wrong.
     *
     * @return a phrase
     */
    String fault();

    /**
     * What to do about it.
     *
     * @return a phrase in the imperative
     */
    String cure();

    /**
     * All of it for people.
     *
     * @return one line: plugin, file, module, fault and cure
     */
    default String line() {
        String plugin = place().plugin().isEmpty() ? "plugins" : "plugin " + place().plugin();
        return OneLine.of(plugin)
                + ": "
                + OneLine.of(place().toString())
                + ": "
                + OneLine.of(fault())
                + "; "
                + OneLine.of(cure());
    }

    /**
     * A module that is neither in the runtime nor in any plugin.
     *
     * @param place where
     * @param missing the module's name
     */
    record MissingModule(Place place, String missing) implements PluginProblem {
        @Override
        public String fault() {
            return "requires module " + missing + ", which is not there";
        }

        @Override
        public String cure() {
            return "put its jar into a directory of this plugin, or install the plugin that has it";
        }
    }

    /**
     * A module of the JDK that this image lacks.
     *
     * @param place where
     * @param missing the module's name
     */
    record MissingPlatformModule(Place place, String missing) implements PluginProblem {
        @Override
        public String fault() {
            return "requires " + missing + " of the JDK, which is not part of this image";
        }

        @Override
        public String cure() {
            return "link the image with --add-modules " + missing;
        }
    }

    /**
     * A plugin's module that went away under another that needs it.
     *
     * @param place where
     * @param missing the module's name
     */
    record LostModule(Place place, String missing) implements PluginProblem {
        @Override
        public String fault() {
            return "goes on with module " + missing + " of a plugin that was removed";
        }

        @Override
        public String cure() {
            return "put that plugin back, or remove this one too";
        }
    }

    /**
     * Built for another major version of a module of the runtime; nothing of it has run.
     *
     * @param place where
     * @param contract the module of the runtime
     * @param built the version that the plugin was built for
     * @param present the version that is here
     */
    record OtherContract(Place place, String contract, String built, String present)
            implements PluginProblem {
        @Override
        public String fault() {
            return "was built for " + contract + " " + built + ", here is " + present;
        }

        @Override
        public String cure() {
            return "build it against " + contract + " " + present;
        }
    }

    /**
     * A copy of a module that the runtime has.
     *
     * @param place where; the module is the copy
     */
    record BundledCopy(Place place) implements PluginProblem {
        @Override
        public String fault() {
            return "is a copy of a module that the runtime has";
        }

        @Override
        public String cure() {
            return "leave this jar out of the plugin";
        }
    }

    /**
     * Two modules, or two plugins, of one name.
     *
     * @param place where
     * @param name the name
     * @param other the file that has the same
     */
    record DuplicateName(Place place, String name, Path other) implements PluginProblem {
        @Override
        public String fault() {
            return "the name " + name + " is taken by " + other;
        }

        @Override
        public String cure() {
            return "remove one of them";
        }
    }

    /**
     * Two modules with one package.
     *
     * @param place where
     * @param duplicate the package
     * @param other the module that has it too, and its file
     */
    record DuplicatePackage(Place place, String duplicate, String other) implements PluginProblem {
        @Override
        public String fault() {
            return "package " + duplicate + " is in " + other + " too";
        }

        @Override
        public String cure() {
            return "rename it in one of them, or remove one";
        }
    }

    /**
     * A transport, protocol, layer or setting that clashes with one in service, or that could not
     * be told apart from it.
     *
     * @param place where
     * @param clash what clashes with what
     */
    record Clash(Place place, String clash) implements PluginProblem {
        @Override
        public String fault() {
            return clash;
        }

        @Override
        public String cure() {
            return "rename what the plugin brings, or take out what is there";
        }
    }

    /**
     * A provider that is not accessible or not of its service, whose name cannot be used, or whose
     * constructor, or another method that is called before it is in service, throws.
     *
     * @param place where
     * @param what the provider, and what went wrong
     * @param cure what to do
     */
    record FailedProvider(Place place, String what, String cure) implements PluginProblem {
        private static final String USUAL =
                "provide a public class with a public constructor that does nothing, or ask its"
                        + " author";

        FailedProvider(Place place, String what) {
            this(place, what, USUAL);
        }

        @Override
        public String fault() {
            return what;
        }
    }

    /**
     * A constructor or start that does not return. Its thread was interrupted and left alone.
     *
     * @param place where
     * @param limit how long it was waited for
     * @param frame what it was doing
     */
    record Hanging(Place place, Duration limit, String frame) implements PluginProblem {
        @Override
        public String fault() {
            return "did not start within " + limit.toMillis() + " ms, last seen at " + frame;
        }

        @Override
        public String cure() {
            return "do nothing in constructors that may wait, or raise runtime.plugin-start-time";
        }
    }

    /**
     * A plain jar, or an automatic module.
     *
     * @param place where
     */
    record NotAModule(Place place) implements PluginProblem {
        @Override
        public String fault() {
            return "has no module-info.class, so it is not a named module";
        }

        @Override
        public String cure() {
            return "give it a module descriptor; an automatic module name is not enough";
        }
    }

    /**
     * A jar without classes, or modules that neither provide nor export anything.
     *
     * @param place where
     * @param what what is missing
     */
    record Empty(Place place, String what) implements PluginProblem {
        @Override
        public String fault() {
            return what;
        }

        @Override
        public String cure() {
            return "provide a transport, protocol, layer or application in module-info.java";
        }
    }

    /**
     * A directory without jars.
     *
     * @param place where
     */
    record NoJar(Place place) implements PluginProblem {
        @Override
        public String fault() {
            return "holds no jar";
        }

        @Override
        public String cure() {
            return "put the jars of the plugin into it, or take it away";
        }
    }

    /**
     * A file that is not a whole jar, or a descriptor that cannot be read.
     *
     * @param place where
     * @param what what is wrong with it
     */
    record Corrupt(Place place, String what) implements PluginProblem {
        @Override
        public String fault() {
            return what;
        }

        @Override
        public String cure() {
            return "copy it again: under another name, then rename it";
        }
    }

    /**
     * Compiled for a later Java.
     *
     * @param place where
     * @param needed the version of Java that it needs
     */
    record NewerJava(Place place, int needed) implements PluginProblem {
        @Override
        public String fault() {
            return "was compiled for Java " + needed + ", here is " + Runtime.version().feature();
        }

        @Override
        public String cure() {
            return "compile it with --release " + Runtime.version().feature();
        }
    }

    /**
     * A file or directory that cannot be read, or that others may write to.
     *
     * @param place where
     * @param what what is wrong with it
     * @param cure what to do
     */
    record Untrusted(Place place, String what, String cure) implements PluginProblem {
        @Override
        public String fault() {
            return what;
        }
    }

    /**
     * More than the settings {@code runtime.plugin-max-…} allow, or than the heap has room for.
     *
     * @param place where
     * @param what what is too much
     * @param cure what to do
     */
    record TooLarge(Place place, String what, String cure) implements PluginProblem {
        @Override
        public String fault() {
            return what;
        }
    }

    /**
     * Modules that cannot be put together for a reason that has no type of its own.
     *
     * @param place where
     * @param what what the module system says
     */
    record Unresolvable(Place place, String what) implements PluginProblem {
        @Override
        public String fault() {
            return what;
        }

        @Override
        public String cure() {
            return "correct its module descriptors";
        }
    }

    /**
     * A new version with which another plugin, which needs it, does not load; the old one stays.
     *
     * @param place where
     * @param dependent the other one's problem
     */
    record BreaksAnother(Place place, PluginProblem dependent) implements PluginProblem {
        @Override
        public String fault() {
            return "does not fit what needs it (" + dependent.line() + ")";
        }

        @Override
        public String cure() {
            return "install a version of both that fit";
        }
    }
}
