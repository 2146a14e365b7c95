package dev.bogie.launcher;

import dev.bogie.runtime.LimitedStart;
import dev.bogie.runtime.OneLine;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Tells applications that their server ends. One that fails then, or does not return, is no reason
 * to cut off what others have open, nor to go on for ever.
 *
 * @param limit how long each is waited for
 */
record EndNotice(Duration limit) {
    private static final Logger LOG = LoggerFactory.getLogger(EndNotice.class);

    /** Tells one of them. */
    void tell(String application, Runnable word) {
        try {
            var unused =
                    LimitedStart.run(
                            "bogie-end-" + application,
                            limit,
                            () -> {
                                word.run();
                                return application;
                            },
                            late -> {});
        } catch (ExecutionException e) {
            LOG.warn("{} failed as the server ends: {}", application, OneLine.of(cause(e)));
        } catch (TimeoutException e) {
            LOG.warn(
                    "{} holds up the end of the server, last seen at {}: not waited for any more",
                    application,
                    e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Throwable cause(ExecutionException e) {
        return e.getCause() == null ? e : e.getCause();
    }
}
