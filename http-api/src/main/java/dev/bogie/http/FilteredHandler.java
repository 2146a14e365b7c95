package dev.bogie.http;

/** A handler behind one filter. */
record FilteredHandler(Filter filter, HttpHandler next) implements HttpHandler {
    @Override
    public Response handle(Request request) throws Exception {
        return filter.filter(request, next);
    }

    @Override
    public boolean mayBlock(Request request) {
        return !(filter instanceof NonBlocking) || next.mayBlock(request);
    }
}
