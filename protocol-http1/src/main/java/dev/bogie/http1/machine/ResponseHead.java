package dev.bogie.http1.machine;

import dev.bogie.http.Fields;
import dev.bogie.http.Status;

/**
 * The head of a response (RFC 9112 §4), read and found valid.
 *
 * @param status the status; its phrase is not kept, as it means nothing
 * @param http11 false: HTTP/1.0
 * @param fields as they came, with those that frame the message
 * @param framing how the end of the content is found
 * @param keepAlive whether the server keeps the connection after this exchange
 * @param upgrade with 101: the protocol that was chosen; otherwise empty
 */
public record ResponseHead(
        Status status,
        boolean http11,
        Fields fields,
        Framing framing,
        boolean keepAlive,
        String upgrade) {}
