package dev.bogie.runtime.plugin;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs code of a plugin that may throw, or never return, without being hurt. */
final class Trial {
    private Trial() {}

    /**
     * Runs a body on a thread of its own.
     *
     * @param place the plugin
     * @param limit how long to wait
     * @param body what may throw or hang
     * @return its result
     * @throws PluginException if it threw or hung
     */
    static <T> T run(Place place, Duration limit, Callable<T> body) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread =
                Thread.ofPlatform()
                        .daemon(true)
                        .inheritInheritableThreadLocals(false)
                        .name("bogie-plugin-" + place.plugin())
                        .start(() -> complete(result, body));
        try {
            return result.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            String frame = frame(thread);
            thread.interrupt();
            throw new PluginException(new PluginProblem.Hanging(place, limit, frame));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            thread.interrupt();
            throw new PluginException(
                    new PluginProblem.FailedProvider(place, "was interrupted while it started"));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PluginException problem) {
                throw problem;
            }
            throw new PluginException(
                    new PluginProblem.FailedProvider(
                            place,
                            "does not start: "
                                    + Reason.of(Objects.requireNonNullElse(e.getCause(), e))));
        }
    }

    private static <T> void complete(CompletableFuture<T> result, Callable<T> body) {
        try {
            result.complete(body.call());
        } catch (Throwable e) { // told to who waits
            result.completeExceptionally(e);
        }
    }

    /** Where a thread is: the topmost frame that is not the JDK's. */
    private static String frame(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .filter(f -> !String.valueOf(f.getModuleName()).startsWith("java."))
                .findFirst()
                .map(StackTraceElement::toString)
                .orElse("an unknown place");
    }
}
