/**
 * Plugins: jars that are put into service, replaced and taken out while servers run.
 *
 * <p><b>Reading order.</b> {@link dev.bogie.runtime.plugin.Plugins} is all that a program needs;
 * {@link dev.bogie.runtime.plugin.PluginProblem} is what may be wrong with a plugin. Behind them,
 * {@code PluginJar} reads a jar into memory, {@code PluginResolution} checks its modules and makes
 * a module layer of them, {@code Loading} runs its constructors within a time limit, and {@code
 * Retired} is what becomes of a version that is out of service.
 *
 * <p><b>Trust.</b> A plugin is code that runs with all the rights of the process. What is checked
 * here are mistakes, not malice.
 *
 * <p><b>Threads.</b> Everything public may be used from any thread. Changes wait for each other;
 * asking for the present state does not wait.
 */
package dev.bogie.runtime.plugin;
