/**
 * Text for people: {@link dev.bogie.launcher.text.Printable} is what any other of this module's
 * packages passes text through that somebody else may have made up. Stateless.
 */
package dev.bogie.launcher.text;
