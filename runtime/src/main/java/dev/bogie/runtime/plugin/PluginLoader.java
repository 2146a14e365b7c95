package dev.bogie.runtime.plugin;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ResolvedModule;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.security.CodeSource;
import java.security.SecureClassLoader;
import java.security.cert.Certificate;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Loads the classes of one plugin's modules from memory; those of modules that they read, from the
 * loaders of these. The JDK's own loader for module layers would do, but it opens resources by the
 * address of the jar, which may hold something else by then.
 */
final class PluginLoader extends SecureClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final Map<String, MemoryModule> modules = new HashMap<>();
    private final Map<String, MemoryModule> packages = new HashMap<>();
    private volatile Map<String, ClassLoader> others = Map.of();

    /** Its packages are distinct: that was checked before. */
    PluginLoader(String name, Collection<MemoryModule> modules, ClassLoader parent) {
        super("plugin " + name, parent);
        for (MemoryModule module : modules) {
            this.modules.put(module.name(), module);
            module.descriptor().packages().forEach(p -> packages.put(p, module));
        }
    }

    /** Before the first class is loaded: where the packages are that these modules read. */
    void connect(Configuration configuration, List<ModuleLayer> parents) {
        Map<String, ClassLoader> found = new HashMap<>();
        for (ResolvedModule module : configuration.modules()) {
            for (ResolvedModule read : module.reads()) {
                if (read.configuration() == configuration) {
                    continue;
                }
                ClassLoader loader = loader(read, parents);
                ModuleDescriptor descriptor = read.reference().descriptor();
                if (descriptor.isAutomatic()) {
                    descriptor.packages().forEach(p -> found.put(p, loader));
                }
                descriptor.exports().stream()
                        .filter(e -> !e.isQualified() || e.targets().contains(module.name()))
                        .forEach(e -> found.put(e.source(), loader));
            }
        }
        others = Map.copyOf(found);
    }

    private static ClassLoader loader(ResolvedModule module, List<ModuleLayer> parents) {
        Deque<ModuleLayer> toVisit = new ArrayDeque<>(parents);
        Set<ModuleLayer> visited = new HashSet<>();
        while (!toVisit.isEmpty()) {
            ModuleLayer layer = toVisit.pop();
            if (!visited.add(layer)) {
                continue;
            }
            if (layer.configuration() == module.configuration()) {
                ClassLoader loader = layer.findLoader(module.name());
                return loader == null ? ClassLoader.getPlatformClassLoader() : loader;
            }
            toVisit.addAll(layer.parents());
        }
        throw new IllegalStateException("no layer has " + module);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                String in = packageOf(name, '.');
                MemoryModule own = packages.get(in);
                if (own != null) {
                    loaded = define(own, name);
                } else {
                    ClassLoader other = others.getOrDefault(in, getParent());
                    return other.loadClass(name);
                }
            }
            if (loaded == null) {
                throw new ClassNotFoundException(name);
            }
            return loaded;
        }
    }

    @Override
    protected @Nullable Class<?> findClass(@Nullable String module, String name) {
        MemoryModule own = module == null ? null : modules.get(module);
        if (own == null || packages.get(packageOf(name, '.')) != own) {
            return null;
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(own, name);
        }
    }

    private @Nullable Class<?> define(MemoryModule module, String name) {
        byte[] content = module.content(name.replace('.', '/') + ".class");
        if (content == null) {
            return null;
        }
        return defineClass(name, content, 0, content.length, source(module));
    }

    private static @Nullable CodeSource source(MemoryModule module) {
        try {
            return new CodeSource(module.file().toUri().toURL(), (Certificate[]) null);
        } catch (MalformedURLException e) {
            return null;
        }
    }

    @Override
    protected @Nullable URL findResource(@Nullable String module, String name) throws IOException {
        MemoryModule own = module == null ? null : modules.get(module);
        return own == null ? null : url(own, name);
    }

    /** As the JDK's loaders do: what lies in a package only if that is open to everyone. */
    @Override
    protected @Nullable URL findResource(String name) {
        for (MemoryModule module : modules.values()) {
            String in = packageOf(name, '/').replace('/', '.');
            ModuleDescriptor descriptor = module.descriptor();
            boolean hidden =
                    packages.containsKey(in)
                            && !name.endsWith(".class")
                            && !descriptor.isOpen()
                            && descriptor.opens().stream()
                                    .noneMatch(o -> !o.isQualified() && o.source().equals(in));
            URL url = hidden ? null : url(module, name);
            if (url != null) {
                return url;
            }
        }
        return null;
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        URL url = findResource(name);
        return url == null ? Collections.emptyEnumeration() : Collections.enumeration(List.of(url));
    }

    private static @Nullable URL url(MemoryModule module, String name) {
        byte[] content = module.content(name);
        if (content == null) {
            return null;
        }
        try {
            URI uri = new URI("bogie-plugin", null, "/" + module.name() + "/" + name, null);
            return URL.of(uri, new Handler(content));
        } catch (URISyntaxException | MalformedURLException e) {
            return null;
        }
    }

    private static String packageOf(String name, char separator) {
        int end = name.lastIndexOf(separator);
        return end < 0 ? "" : name.substring(0, end);
    }

    /** Opens what is in memory. */
    private static final class Handler extends URLStreamHandler {
        private final byte[] content;

        Handler(byte[] content) {
            this.content = content;
        }

        @Override
        protected URLConnection openConnection(URL url) {
            return new URLConnection(url) {
                @Override
                public void connect() {}

                @Override
                public InputStream getInputStream() {
                    return new ByteArrayInputStream(content);
                }

                @Override
                public long getContentLengthLong() {
                    return content.length;
                }
            };
        }
    }
}
