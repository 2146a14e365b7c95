package dev.bogie.transport;

/**
 * The application contract of protocols that need no application: their settings say all that they
 * serve, as the file of a zone does for DNS. The {@code bogie} command offers it, so that such a
 * plugin is served where it says that it has its {@linkplain ConnectionProtocol#port port}; a
 * program does the same with {@code server.offer(NoApplication.class, NoApplication.INSTANCE)}.
 */
public enum NoApplication {
    /** The only one. */
    INSTANCE
}
