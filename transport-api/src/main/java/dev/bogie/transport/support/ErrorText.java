package dev.bogie.transport.support;

import org.slf4j.Logger;

/** What an error of a handler says of itself, which it may fail to do. */
final class ErrorText {
    private ErrorText() {}

    /** As the error's own text; its class if it has none to give. */
    static String of(Throwable error) {
        try {
            return String.valueOf(error);
        } catch (Throwable e) { // whatever it is: who asks has more important things to do
            return error.getClass().getName() + ", which fails to say why";
        }
    }

    /** Logs an error with its trace; a log prints what the error says, so that may fail too. */
    static void warn(Logger log, String what, Throwable error) {
        try {
            log.warn(what, error);
        } catch (RuntimeException | Error e) {
            log.warn("{}: {}", what, of(error));
        }
    }
}
