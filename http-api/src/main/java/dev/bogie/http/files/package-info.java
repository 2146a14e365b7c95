/**
 * Serving files of a directory: {@link dev.bogie.http.files.StaticFiles}. It blocks on the file
 * system, so it runs on virtual threads.
 */
package dev.bogie.http.files;
