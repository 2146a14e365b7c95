/**
 * The transport {@code nio2}: TCP by asynchronous channels, whose operations complete, as a plugin
 * of Bogie. Nothing to import: found as a service.
 *
 * @provides dev.bogie.transport.Transport
 */
@SuppressWarnings("module") // NIO.2 is what it is called, with a digit at the end
module org.example.nio2 {
    requires dev.bogie.transport;
    requires org.slf4j;

    provides dev.bogie.transport.Transport with
            org.example.nio2.Nio2Transport;
}
