package dev.bogie.http1.machine;

import dev.bogie.http.Fields;
import dev.bogie.http.Method;

/**
 * The head of a request (RFC 9112 §3), read and found valid.
 *
 * @param method the method
 * @param scheme from a target in absolute-form, in lower case; otherwise empty
 * @param authority from the target if that has one, otherwise from Host; empty only in HTTP/1.0
 * @param target in origin-form; or {@code *}; or, with CONNECT, the authority
 * @param http11 false: HTTP/1.0
 * @param fields as they came, with those that frame the message
 * @param framing how the end of the content is found
 * @param keepAlive whether the client wants the connection kept after this exchange
 * @param expectsContinue whether it waits for 100 before it sends the content
 * @param upgrade the protocols it offers to go over to, as a list with commas; empty: none, or the
 *     offer is to be ignored, as it came with content, with another method than GET, or by HTTP/1.0
 */
public record RequestHead(
        Method method,
        String scheme,
        String authority,
        String target,
        boolean http11,
        Fields fields,
        Framing framing,
        boolean keepAlive,
        boolean expectsContinue,
        String upgrade) {}
