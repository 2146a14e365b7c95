/**
 * The {@code bogie} command.
 *
 * <p><b>Reading order.</b> {@link dev.bogie.launcher.Main} finds the command among those of {@code
 * CommandLine}, which reads the arguments as the command's {@code Option}s say. {@code Serving} is
 * what the commands that serve have in common: start, say where, drain at the end. {@code
 * PluginOptions} finds the plugins, {@code Mounts} serves their applications.
 *
 * <p><b>Errors.</b> What a user can put right is one line on the standard error stream and status
 * 2; what fails for another reason is one line and status 1. A stack trace goes to the log, at
 * level debug, and nowhere else.
 */
package dev.bogie.launcher;
