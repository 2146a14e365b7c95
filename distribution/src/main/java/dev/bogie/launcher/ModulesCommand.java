package dev.bogie.launcher;

import dev.bogie.runtime.Origin;
import dev.bogie.runtime.Provider;
import dev.bogie.runtime.Registry;
import dev.bogie.runtime.plugin.Plugins;
import dev.bogie.transport.Availability;
import dev.bogie.transport.ClientProtocol;
import dev.bogie.transport.ConnectionProtocol;
import dev.bogie.transport.Protocol;
import dev.bogie.transport.Settings;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Lists what is installed. */
final class ModulesCommand implements Command {
    /** The order to a running server. */
    static final String ORDER = "modules";

    private static final Option LIVE =
            new Option("--live", "", "ask a running server instead of looking at the image");

    @Override
    public String name() {
        return "modules";
    }

    @Override
    public String summary() {
        return "list the transports, layers, protocols and applications that are installed";
    }

    @Override
    public List<Option> options() {
        return List.of(LIVE, Option.CONTROL, Option.PLUGINS);
    }

    @Override
    public Ending ending() {
        return Ending.HALT;
    }

    @Override
    public int run(Arguments arguments, PrintStream out) throws FailedException {
        if (arguments.has(LIVE)) {
            return ControlCommand.tell(arguments, List.of(ORDER), out);
        }
        Registry registry = Registry.installed();
        Plugins plugins = PluginOptions.ofThisProcess().open(arguments, registry, false);
        plugins.close();
        list(registry, plugins, Map.of(), out);
        return Main.OK;
    }

    /**
     * Lists what a registry has, and what is wrong with plugins.
     *
     * @param refused why protocols are not listened for, by their names
     */
    static void list(
            Registry registry, Plugins plugins, Map<String, String> refused, PrintStream out) {
        Applications applications = Applications.in(registry);
        Table table = new Table();
        table.row("KIND", "NAME", "VERSION", "MODULE", "STATUS");
        sorted(registry.transports())
                .forEach(
                        t ->
                                row(
                                        table,
                                        "transport",
                                        t.name(),
                                        t.origin(),
                                        status(
                                                registry.availability(
                                                        t.service(), Settings.defaults()))));
        sorted(registry.layers())
                .forEach(l -> row(table, "layer", l.name(), l.origin(), "available"));
        sorted(registry.protocols())
                .forEach(
                        p ->
                                row(
                                        table,
                                        "protocol",
                                        p.name(),
                                        p.origin(),
                                        refused.containsKey(p.name())
                                                ? "not listening: " + refused.get(p.name())
                                                : status(p.service())));
        applications
                .all()
                .forEach(
                        a ->
                                row(
                                        table,
                                        "application",
                                        a.service().name(),
                                        a.origin(),
                                        "available: " + a.service().description()));
        table.print(out);
        registry.problems().forEach(out::println);
        applications.problems().forEach(out::println);
        plugins.problems().forEach(problem -> out.println(problem.line()));
    }

    private static void row(Table table, String kind, String name, Origin origin, String status) {
        table.row(
                kind,
                name,
                Objects.requireNonNullElse(origin.version(), "-"),
                Objects.requireNonNullElse(origin.module(), "-"),
                status);
    }

    private static <S> List<Provider<S>> sorted(List<Provider<S>> providers) {
        return providers.stream()
                .sorted(Comparator.comparing((Provider<S> p) -> p.name()))
                .toList();
    }

    private static String status(Protocol<?> protocol) {
        boolean client =
                protocol instanceof ClientProtocol<?>
                        && !(protocol instanceof ConnectionProtocol<?>);
        return "available: "
                + (client ? "is a client of " : "serves ")
                + protocol.contract().getName();
    }

    private static String status(Availability availability) {
        return switch (availability) {
            case Availability.Available yes -> "available";
            case Availability.Unavailable no -> "unavailable: " + no.why() + " " + no.cure();
        };
    }
}
