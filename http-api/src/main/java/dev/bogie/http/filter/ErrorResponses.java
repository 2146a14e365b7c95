package dev.bogie.http.filter;

import dev.bogie.http.BodyTooLargeException;
import dev.bogie.http.Filter;
import dev.bogie.http.HttpException;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.NonBlocking;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.Status;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The one place where an exception becomes a status.
 *
 * <table>
 * <caption>What is answered</caption>
 * <tr><th>thrown</th><th>answer</th><th>log</th></tr>
 * <tr><td>{@link HttpException}</td><td>its status, fields and message</td><td>its cause, if any</td></tr>
 * <tr><td>{@link BodyTooLargeException}</td><td>413</td><td></td></tr>
 * <tr><td>{@link InterruptedException}</td><td>503</td><td></td></tr>
 * <tr><td>anything else, or null returned</td><td>500, and nothing about the cause</td><td>with trace</td></tr>
 * </table>
 *
 * <p>Protocols put it around every handler. A peer can cause what is logged, so at most ten lines a
 * second are, and the next one says how many were left out.
 */
public final class ErrorResponses implements Filter, NonBlocking {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorResponses.class);
    private static final int LINES_PER_SECOND = 10;
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong secondBegan = new AtomicLong(System.nanoTime());
    private final AtomicLong lines = new AtomicLong();

    /** The filter; it keeps nothing but a count of what it logged. */
    public ErrorResponses() {}

    @Override
    public Response filter(Request request, HttpHandler next) {
        try {
            Response response = next.handle(request);
            if (response == null) {
                throw new IllegalStateException("the handler returned null");
            }
            return response;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Response.error(Status.SERVICE_UNAVAILABLE);
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            return of(request, e);
        }
    }

    /**
     * The answer to a request that failed.
     *
     * @param request what was asked
     * @param failure what was thrown
     * @return the response; tells the peer nothing but what an {@link HttpException} was given for
     *     it
     */
    public Response of(Request request, Throwable failure) {
        return switch (failure) {
            case HttpException e -> {
                if (e.getCause() != null) {
                    log(request, e);
                }
                Response response = Response.error(e.status(), e.getMessage());
                for (var field : e.fields()) {
                    response = response.adding(field.name(), field.value());
                }
                yield response;
            }
            case BodyTooLargeException e ->
                    Response.error(Status.CONTENT_TOO_LARGE, String.valueOf(e.getMessage()));
            default -> {
                log(request, failure);
                yield Response.error(Status.INTERNAL_SERVER_ERROR);
            }
        };
    }

    private void log(Request request, Throwable failure) {
        long now = System.nanoTime();
        long began = secondBegan.get();
        long suppressed = 0;
        if (now - began > SECOND && secondBegan.compareAndSet(began, now)) {
            suppressed = Math.max(0, lines.getAndSet(0) - LINES_PER_SECOND);
        }
        if (lines.incrementAndGet() <= LINES_PER_SECOND) {
            LOG.error(
                    "{} failed{}",
                    request,
                    suppressed == 0 ? "" : " (" + suppressed + " earlier failures not logged)",
                    failure);
        }
    }
}
