package dev.bogie.launcher;

import static java.util.stream.Collectors.joining;

import dev.bogie.runtime.ConfigurationException;
import dev.bogie.runtime.Server;
import dev.bogie.runtime.ServerStatus;
import dev.bogie.runtime.plugin.Plugin;
import dev.bogie.runtime.plugin.Plugins;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** What a server that is being served can be told. */
final class ServerOrders {
    private ServerOrders() {}

    /**
     * All of them.
     *
     * @param serving what is served
     * @param end ends the process; need not return
     */
    static List<Order> of(Serving serving, Runnable end) {
        return List.of(
                new Swap(serving.server()),
                new Drain(serving.grace(), end),
                new Modules(serving),
                new Reload(serving.plugins()));
    }

    private record Swap(Server server) implements Order {
        @Override
        public String name() {
            return SwapCommand.ORDER;
        }

        @Override
        public void run(List<String> arguments, PrintStream out) {
            if (arguments.isEmpty()) {
                throw new ConfigurationException("swap: to which transport?");
            }
            String from = server.transportName();
            Duration grace =
                    arguments.size() > 1
                            ? grace(arguments.get(1))
                            : server.protocols().settings().get(Server.SWAP_TIME);
            var unused = server.swap(arguments.getFirst(), grace);
            out.println(
                    "on transport "
                            + server.transportName()
                            + " now; what is open on "
                            + from
                            + " has "
                            + Server.SWAP_TIME.write(grace)
                            + " to end");
        }

        private static Duration grace(String text) {
            try {
                return Server.SWAP_TIME.read(text);
            } catch (IllegalArgumentException e) {
                // Not by the name of a setting that nobody mentioned.
                String why = String.valueOf(e.getMessage());
                throw new ConfigurationException(
                        "--grace" + why.substring(Server.SWAP_TIME.name().length()), e);
            }
        }
    }

    private record Drain(Duration grace, Runnable end) implements Order {
        @Override
        public String name() {
            return DrainCommand.ORDER;
        }

        @Override
        public void run(List<String> arguments, PrintStream out) {
            out.println("what is open has " + Server.DRAIN_TIME.write(grace) + " to end");
        }

        @Override
        public void answered() {
            end.run();
        }
    }

    private record Reload(Plugins plugins) implements Order {
        @Override
        public String name() {
            return PluginCommand.RELOAD;
        }

        @Override
        public void run(List<String> arguments, PrintStream out) {
            if (arguments.isEmpty()) {
                throw new ConfigurationException("reload: which plugin?");
            }
            out.println(PluginCommand.line(plugins.reload(arguments.getFirst())));
        }
    }

    private record Modules(Serving serving) implements Order {
        @Override
        public String name() {
            return ModulesCommand.ORDER;
        }

        @Override
        public void run(List<String> arguments, PrintStream out) {
            out.println(serving.url() + " on transport " + serving.server().transportName());
            ServerStatus status = ServerStatus.of(serving.server());
            for (ServerStatus.Draining draining : status.draining()) {
                Duration left = draining.left().truncatedTo(ChronoUnit.SECONDS);
                out.println(
                        "what is open on "
                                + draining.transport()
                                + " still has "
                                + Server.SWAP_TIME.write(left)
                                + " to end");
            }
            ModulesCommand.list(serving.registry(), serving.plugins(), status.refused(), out);
            plugins(out);
        }

        private void plugins(PrintStream out) {
            if (serving.plugins().all().isEmpty()) {
                out.println("no plugins");
                return;
            }
            Table table = new Table();
            table.row("PLUGIN", "STATE", "CONNECTIONS", "MODULES", "FROM");
            for (Plugin plugin : serving.plugins().all()) {
                table.row(
                        plugin.name(),
                        plugin.state().toString().toLowerCase(Locale.ROOT).replace('_', ' '),
                        String.valueOf(plugin.connections()),
                        String.join(", ", plugin.modules()),
                        plugin.files().stream().map(Path::toString).collect(joining(", ")));
            }
            table.print(out);
        }
    }
}
