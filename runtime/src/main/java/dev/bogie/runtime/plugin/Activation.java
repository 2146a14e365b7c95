package dev.bogie.runtime.plugin;

import dev.bogie.runtime.Contribution;

import java.time.Duration;

/**
 * Makes ready what a plugin brings beside transports, protocols and layers: applications have to be
 * started before they can answer. Given to {@link Plugins.Builder#activation}.
 */
@FunctionalInterface
public interface Activation {
    /**
     * Makes it ready, beside a former version that is still in service. Called within the time
     * limit of a start, on a thread of its own, which is interrupted when that is over; what it
     * answers later is closed.
     *
     * @param brought what the plugin brings, not yet in service
     * @return what was made ready, to be closed in the end
     * @throws Exception the plugin is refused; the message tells an operator why
     */
    Active start(Contribution brought) throws Exception;

    /**
     * What was made ready of one version of one plugin. The calls come in this order, on threads of
     * the runtime: {@code enter}, {@code leave}, {@code draining}, maybe {@code abort}, {@code
     * close}; or {@code close} alone if the plugin was refused in the end. None of them should
     * throw, which is logged.
     */
    interface Active extends AutoCloseable {
        /** The plugin is in service, in place of a former version. Must not wait. */
        default void enter() {}

        /**
         * The plugin is out of service: nothing new must come to it, so what was listened on for it
         * is given up. That may wait for another change of the addresses, such as a swap, but must
         * not wait for what is in progress. When it was replaced, the new version has been told
         * {@code enter} before.
         */
        default void leave() {}

        /**
         * What is in progress may come to an end. Must not wait.
         *
         * @param grace how long it has
         */
        default void draining(Duration grace) {}

        /**
         * Whether something is still in progress; asked again and again while it drains.
         *
         * @return true while it is worth waiting for
         */
        default boolean isBusy() {
            return false;
        }

        /**
         * The grace is over: what is still in progress is to be broken off now. Must not wait;
         * whether it was done is asked of {@link #isBusy} for a moment more.
         *
         * @param reason why, for logs
         */
        default void abort(String reason) {}

        /** Nothing is in progress any more, or it was to be broken off. */
        @Override
        void close();
    }
}
