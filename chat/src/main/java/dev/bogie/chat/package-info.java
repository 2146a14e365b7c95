/** The chat room. */
package dev.bogie.chat;
