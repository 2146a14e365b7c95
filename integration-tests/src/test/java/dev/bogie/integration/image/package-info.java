/**
 * The run-time image as its users meet it: processes, their output and their status. {@code
 * Launched} starts one; a server's process says where it listens, and ends by SIGTERM.
 */
package dev.bogie.integration.image;
