package dev.bogie.launcher;

import dev.bogie.runtime.Registry;
import dev.bogie.runtime.SettingsCatalogue;

import java.io.PrintStream;
import java.util.List;

/** Lists the settings. */
final class SettingsCommand implements Command {
    @Override
    public String name() {
        return "settings";
    }

    @Override
    public String summary() {
        return "list every setting: its name, default, range, what it is for, and who reads it";
    }

    @Override
    public List<Option> options() {
        return List.of(Option.PLUGINS);
    }

    @Override
    public int run(Arguments arguments, PrintStream out) {
        Table table = new Table();
        table.row("SETTING", "DEFAULT", "RANGE", "IS", "READ BY");
        Registry registry = Registry.installed();
        PluginOptions.ofThisProcess().open(arguments, registry, false).close();
        for (SettingsCatalogue.Entry entry : Applications.settings(registry).entries()) {
            table.row(
                    entry.setting().name(),
                    entry.fallback(),
                    entry.setting().range(),
                    entry.setting().text(),
                    String.join(", ", entry.readers()));
        }
        table.print(out);
        return Main.OK;
    }
}
