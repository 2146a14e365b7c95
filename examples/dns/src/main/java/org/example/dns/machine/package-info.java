/**
 * DNS without input or output: a message in, a message out. {@link
 * org.example.dns.machine.Responder} is the whole of it; it reads a {@code Query}, asks a {@link
 * org.example.dns.machine.Zone}, which a {@link org.example.dns.machine.ZoneFile} describes, and
 * has an {@code AnswerWriter} write what is to be said. None of it knows a socket, a thread or a
 * clock; what is made once is immutable.
 */
package org.example.dns.machine;
