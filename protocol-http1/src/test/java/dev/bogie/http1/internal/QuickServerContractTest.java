package dev.bogie.http1.internal;

import dev.bogie.http.HttpHandler;

/** The same with an application that never waits: exchanges without content have no loan. */
class QuickServerContractTest extends ServerContractTest {
    @Override
    protected HttpHandler application() {
        return HttpHandler.nonBlocking(super.application());
    }
}
