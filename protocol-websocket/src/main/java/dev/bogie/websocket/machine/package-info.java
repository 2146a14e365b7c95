/**
 * The WebSocket protocol (RFC 6455) as machines without input or output: bytes and the time go in;
 * events, bytes to send and the next deadline come out. Nothing here knows of sockets, threads,
 * clocks or loggers, so the same machine runs on an event loop, on a virtual thread and on no
 * thread at all, in a test.
 *
 * <p><b>Incubating</b>: exported for those who drive it under input and output of their own; its
 * signatures may still move.
 *
 * <h2>Theory</h2>
 *
 * <p>A connection after its handshake is a sequence of frames in each direction. Three languages
 * lie over one another, and each has a class of its own: <em>frames</em> are delimited bytes
 * (syntax only), <em>messages</em> are frames joined, with control frames allowed between any two
 * of them, and the <em>connection</em> is messages until one Close has gone each way. A fault in
 * any of them is one {@link dev.bogie.websocket.machine.ProtocolViolation} inside and one {@code
 * FAILURE} event outside: it names the close code to tell the peer, after which nothing of that
 * connection is parsed.
 *
 * <h2>Reading order</h2>
 *
 * <p>Start with {@link dev.bogie.websocket.machine.WebSocketMachine}, which joins the parts and
 * shows the loop of a driver. Then, in the order of the RFC:
 *
 * <table>
 * <caption>RFC 6455 and the classes that hold it</caption>
 * <tr><th>section</th><th>subject</th><th>class</th></tr>
 * <tr><td>§1.3, §4.1, §4.2</td><td>key, accept key, header lists</td>
 *     <td>{@link dev.bogie.websocket.machine.HandshakeKey},
 *     {@link dev.bogie.websocket.machine.TokenList}</td></tr>
 * <tr><td>§5.2, §5.5</td><td>frame syntax, read</td>
 *     <td>{@link dev.bogie.websocket.machine.FrameDecoder},
 *     {@link dev.bogie.websocket.machine.Opcode}</td></tr>
 * <tr><td>§5.2, §5.3</td><td>frame syntax, written; masking</td>
 *     <td>{@link dev.bogie.websocket.machine.FrameEncoder}</td></tr>
 * <tr><td>§5.4, §5.6</td><td>fragments, messages</td>
 *     <td>{@link dev.bogie.websocket.machine.MessageAssembler}</td></tr>
 * <tr><td>§5.5.2, §5.5.3</td><td>ping and pong</td>
 *     <td>{@link dev.bogie.websocket.machine.KeepAlive}</td></tr>
 * <tr><td>§5.5.1, §7</td><td>closing</td>
 *     <td>{@link dev.bogie.websocket.machine.ClosingHandshake},
 *     {@link dev.bogie.websocket.machine.CloseCode}</td></tr>
 * <tr><td>§8.1</td><td>UTF-8</td>
 *     <td>{@link dev.bogie.websocket.machine.Utf8Validator}</td></tr>
 * <tr><td>§10.4</td><td>limits</td><td>{@link dev.bogie.websocket.machine.Limits},
 *     {@link dev.bogie.websocket.machine.Timeouts}</td></tr>
 * </table>
 *
 * <p>Extensions (§9) are not negotiated yet: a set RSV bit is a violation. The decoder takes the
 * bits that an extension owns as a parameter, which is where RFC 7692 will enter.
 *
 * <h2>Threads and buffers</h2>
 *
 * <p>A machine belongs to one connection and is confined to whoever drives it at the moment: no
 * method is synchronized. Instants are nanoseconds of one monotonic clock, the driver's. An input
 * buffer is read only during the call, may be direct or read-only and is never kept; bytes left in
 * it were examined and are wanted again, with more behind them. Output goes into buffers of the
 * caller, who asks for the size first. The bytes of a message are handed over: they belong to the
 * caller from then on. Between messages a machine holds no buffer.
 */
package dev.bogie.websocket.machine;
