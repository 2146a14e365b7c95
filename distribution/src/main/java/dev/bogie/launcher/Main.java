package dev.bogie.launcher;

import dev.bogie.launcher.log.LogProvider;
import dev.bogie.launcher.text.Printable;
import dev.bogie.runtime.ConfigurationException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.PrintStream;
import java.util.List;

/** The {@code bogie} command: {@code bogie --help} tells all about it. */
public final class Main {
    /** Everything went well. */
    static final int OK = 0;

    /** Something failed that was asked for rightly. */
    static final int FAILED = 1;

    /** What was asked for cannot be: the message says why. */
    static final int MISUSED = 2;

    private static final Logger LOG;

    static {
        LogProvider.install();
        LOG = LoggerFactory.getLogger(Main.class);
    }

    private final CommandLine commands =
            new CommandLine(
                    List.of(
                            new DemoCommand(),
                            new ServeCommand(),
                            new GetCommand(),
                            new ModulesCommand(),
                            new SwapCommand(),
                            new DrainCommand(),
                            new SettingsCommand(),
                            new PluginCommand(),
                            new NewCommand(),
                            new TrainCommand(),
                            new TrainFilesCommand()),
                    Table.width(System.getenv()));
    private final PrintStream out;
    private final PrintStream err;

    Main(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Runs a command, and ends the process with its status.
     *
     * @param arguments the command and its arguments
     */
    public static void main(String[] arguments) {
        Main main = new Main(System.out, System.err);
        List<String> words = List.of(arguments);
        int status = main.run(words);
        System.out.flush();
        System.err.flush();
        Ending ending = main.commands.ending(words);
        if (ending == Ending.HALT) {
            Runtime.getRuntime().halt(status);
        } else if (ending == Ending.EXIT || status != OK) {
            System.exit(status);
        }
    }

    int run(List<String> arguments) {
        try {
            return commands.run(arguments, out);
        } catch (ConfigurationException e) {
            LOG.debug("refused", e);
            return report(String.valueOf(e.getMessage()), MISUSED);
        } catch (FailedException e) {
            LOG.debug("failed", e);
            return report(String.valueOf(e.getMessage()), FAILED);
        } catch (NoClassDefFoundError e) {
            LOG.debug("not in this image", e);
            return report(
                    "this command needs what this image does not hold: " + e.getMessage(), FAILED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return report("interrupted", FAILED);
        } catch (Exception e) {
            LOG.debug("unexpected", e);
            return report("unexpected " + e, FAILED);
        }
    }

    private int report(String message, int status) {
        err.println("bogie: " + Printable.line(message.replaceAll("\\p{Cntrl}+", " ")));
        err.flush();
        return status;
    }
}
