/**
 * What the jars are made of: descriptors, service files, and what the classes refer to. Start with
 * {@link dev.bogie.integration.packaging.DescriptorIT}; the other suites read the same jars.
 *
 * <p>The jars are those that the reactor has just packaged; the build copies them to {@code
 * target/published} and their libraries to {@code target/libraries}.
 */
package dev.bogie.integration.packaging;
