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
    public Ending ending() {
        return Ending.HALT;
    }

    @Override
    public int run(Arguments arguments, PrintStream out) {
        Registry registry = Registry.installed();
        PluginOptions.ofThisProcess().open(arguments, registry, false).close();
        List<SettingsCatalogue.Entry> entries = Applications.settings(registry).entries();
        if (Table.isForPeople()) {
            blocks(entries, Table.width(System.getenv())).print(out);
        } else {
            lines(entries).print(out);
        }
        return Main.OK;
    }

    /** A line for each setting, for programs. */
    private static Table lines(List<SettingsCatalogue.Entry> entries) {
        Table table = new Table();
        table.row("SETTING", "DEFAULT", "RANGE", "IS", "READ BY");
        for (SettingsCatalogue.Entry entry : entries) {
            table.row(
                    entry.setting().name(),
                    entry.fallback(),
                    entry.setting().range(),
                    entry.setting().text(),
                    readers(entry));
        }
        return table;
    }

    /** What stands in a line, in lines no longer than that. */
    static Table blocks(List<SettingsCatalogue.Entry> entries, int width) {
        Table table = new Table(width);
        for (SettingsCatalogue.Entry entry : entries) {
            String value = entry.fallback().isEmpty() ? "none" : entry.fallback();
            table.row(entry.setting().name() + " = " + value);
            table.row("  ", entry.setting().range() + "; read by " + readers(entry));
            table.row("  ", entry.setting().text());
        }
        return table;
    }

    private static String readers(SettingsCatalogue.Entry entry) {
        return String.join(", ", entry.readers());
    }
}
