/**
 * What the command logs with: lines on the standard error stream. It takes the place of a general
 * backend because a start waits for the first logger: this one is ready in a fraction of the time,
 * as it makes no format of dates and reads no file before there is something to say.
 *
 * <p>Reading order: {@link dev.bogie.launcher.log.LogProvider} is what SLF4J finds, {@link
 * dev.bogie.launcher.log.Levels} says how much is logged, {@link dev.bogie.launcher.log.LineLogger}
 * writes. All of it may be used from any thread.
 */
package dev.bogie.launcher.log;
