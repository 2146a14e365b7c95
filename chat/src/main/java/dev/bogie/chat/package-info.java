/**
 * A chat room, whatever protocol its members come by.
 *
 * <p><b>Reading order.</b> {@link dev.bogie.chat.Room} is all there is: what is said, who says it,
 * how to hear it. The pages and protocols around it are this module's own.
 *
 * <p><b>Threads.</b> A room is safe for any thread and never blocks.
 */
package dev.bogie.chat;
