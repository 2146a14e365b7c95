/**
 * Server-sent events (WHATWG HTML, section 9.2) as machines without input or output: bytes and the
 * time go in; events, bytes to send and the next deadline come out. Nothing here knows of sockets,
 * threads, clocks, loggers or HTTP.
 *
 * <p><b>Incubating</b>: exported for those who drive it under input and output of their own; its
 * signatures may still move.
 *
 * <h2>Theory</h2>
 *
 * <p>An event stream is UTF-8 text in lines, ended by LF, CR or CRLF. A line is a field; a blank
 * line dispatches what the fields before it made up; what no blank line follows is lost, on
 * purpose: half an event is none. All danger lies in line ends. For a writer, because a CR or LF in
 * a value starts a new field, so a value either is split into several lines ({@code data}) or must
 * not hold one ({@code event}, {@code id}). For a reader, because CRLF may be cut between two
 * reads, and must neither wait for a LF that never comes nor count it as a second, blank line.
 *
 * <h2>Reading order</h2>
 *
 * <table>
 * <caption>Sections of the HTML standard and the classes that hold them</caption>
 * <tr><th>section</th><th>subject</th><th>class</th></tr>
 * <tr><td>§9.2.3</td><td>connection, reconnection, Last-Event-ID</td>
 *     <td>{@link dev.bogie.sse.machine.Reconnection}, {@link dev.bogie.sse.machine.Backoff}</td></tr>
 * <tr><td>§9.2.5</td><td>grammar, written</td>
 *     <td>{@link dev.bogie.sse.machine.EventEncoder}</td></tr>
 * <tr><td>§9.2.6</td><td>interpretation, read</td>
 *     <td>{@link dev.bogie.sse.machine.EventParser}</td></tr>
 * </table>
 *
 * <h2>Threads and buffers</h2>
 *
 * <p>An object belongs to one stream and is confined to whoever drives it at the moment. Instants
 * are nanoseconds of one monotonic clock, the driver's. An input buffer is read only during the
 * call and is consumed whole, up to the event that is told; it may be direct or read-only.
 */
package dev.bogie.sse.machine;
