import org.jspecify.annotations.NullMarked;

/**
 * The {@code bogie} command. It works with what the image holds: a command whose module is absent
 * says so. It brings the backend that it logs with, whose package is exported so that SLF4J, which
 * is told its name, need not search for it; there is nothing in this module for others to call.
 *
 * @uses dev.bogie.http.HttpApplication
 * @provides org.slf4j.spi.SLF4JServiceProvider
 */
@NullMarked
module dev.bogie.launcher {
    requires static org.jspecify;
    requires dev.bogie.http;
    requires dev.bogie.runtime;
    requires transitive org.slf4j;
    requires static dev.bogie.sse;
    requires static dev.bogie.tls;
    requires static dev.bogie.websocket;

    uses dev.bogie.http.HttpApplication;

    exports dev.bogie.launcher.log;

    provides org.slf4j.spi.SLF4JServiceProvider with
            dev.bogie.launcher.log.LogProvider;
}
