/**
 * The model of {@code bogie new application}: a stranger's application, of which the command writes
 * the sources under other names.
 */
@NullMarked
package dev.bogie.launcher.stranger;

import org.jspecify.annotations.NullMarked;
