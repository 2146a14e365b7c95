/**
 * What people do outside of this build: the README's programs, a stranger's Maven build, a program
 * on the class path. Start with {@link dev.bogie.integration.outside.StrangerIT}; a {@code Program}
 * is a process that a test talks to.
 */
package dev.bogie.integration.outside;
