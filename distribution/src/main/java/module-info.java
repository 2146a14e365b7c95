import org.jspecify.annotations.NullMarked;

/**
 * The {@code bogie} command. It works with what the image holds: a command whose module is absent
 * says so.
 *
 * @uses dev.bogie.http.HttpApplication
 */
@NullMarked
module dev.bogie.launcher {
    requires static org.jspecify;
    requires dev.bogie.http;
    requires dev.bogie.runtime;
    requires org.slf4j;
    requires static dev.bogie.sse;
    requires static dev.bogie.tls;
    requires static dev.bogie.websocket;

    uses dev.bogie.http.HttpApplication;
}
