/**
 * The chat as an application: {@link dev.bogie.chat.internal.ChatApplication} puts it together,
 * {@link dev.bogie.chat.internal.TopicRoom} is the room, {@link
 * dev.bogie.chat.internal.EventsEntrance} and {@link dev.bogie.chat.internal.SocketEntrance} are
 * the ways in, {@link dev.bogie.chat.internal.Messages} is what comes by POST.
 */
package dev.bogie.chat.internal;
