package dev.bogie.websocket.internal;

/** How calls get from the driver to the listener, in order. The driver calls it. */
interface Delivery {
    /**
     * Makes the call, now or soon.
     *
     * @param call what to run
     * @param bytes what it holds in memory until then
     */
    void deliver(Runnable call, int bytes);

    /**
     * {@return whether no more should be delivered} If so, a turn of the socket is asked for when
     * there is room again.
     */
    boolean isFull();

    /** {@return a delivery to a listener that never waits: at once, on the driver} */
    static Delivery direct() {
        return new Delivery() {
            @Override
            public void deliver(Runnable call, int bytes) {
                call.run();
            }

            @Override
            public boolean isFull() {
                return false;
            }
        };
    }
}
