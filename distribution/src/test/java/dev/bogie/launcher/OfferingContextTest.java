package dev.bogie.launcher;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.runtime.Server;

import org.junit.jupiter.api.Test;

class OfferingContextTest {
    @Test
    void whoIsOutOfServiceOffersNothingMore() {
        try (Server server = Server.builder().start()) {
            OfferingContext context = new OfferingContext(server);
            context.offer(Runnable.class, () -> {});
            context.end();
            context.end();

            assertThatThrownBy(() -> context.offer(Runnable.class, () -> {}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the application has been taken out of service");
        }
    }
}
