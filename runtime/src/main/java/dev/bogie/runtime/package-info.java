/**
 * Servers and clients, put together from what is installed.
 *
 * <p><b>Reading order.</b> {@link dev.bogie.runtime.Server} and {@link dev.bogie.runtime.Client}
 * are what an application needs. {@link dev.bogie.runtime.Registry} knows the transports, protocols
 * and layers, where each comes from, and why one is not there; {@link
 * dev.bogie.runtime.SettingsCatalogue} knows their settings. Plugins are in {@code
 * dev.bogie.runtime.plugin}.
 *
 * <p><b>Errors.</b> What a user can put right, an unknown name or a port in use, is a {@link
 * dev.bogie.runtime.ConfigurationException} whose message is one line that says how.
 *
 * <p><b>Threads and buffers.</b> Everything here may be used from any thread. A server, and a
 * client, owns the threads and the buffers of what it runs, and has them back when it is closed.
 */
package dev.bogie.runtime;
