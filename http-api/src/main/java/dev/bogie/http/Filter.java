package dev.bogie.http;

/**
 * Stands before a handler: sees the request first and the response last. It may answer by itself,
 * pass on a changed request, or change the response. The same filter serves both sides, as a client
 * is a handler too.
 *
 * {@snippet :
 * Filter timing = (request, next) -> {
 *     long before = System.nanoTime();
 *     Response response = next.handle(request);
 *     LOG.info("{} took {} ns", request, System.nanoTime() - before);
 *     return response;
 * };
 * HttpHandler timed = router.with(timing);
 * }
 *
 * <p>A filter is called by many threads at once. One that does not wait should be marked {@link
 * NonBlocking}: a handler stays non-blocking only if all its filters are. A filter that drops a
 * response closes it.
 */
@FunctionalInterface
public interface Filter {
    /**
     * Answers the request, as a rule with the help of what stands behind.
     *
     * @param request as the one before passed it on
     * @param next what stands behind; called at most once, unless the request's body is repeatable
     * @return the response, never null
     * @throws Exception as {@link HttpHandler#handle}
     */
    Response filter(Request request, HttpHandler next) throws Exception;
}
