package dev.bogie.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

class TopicTest {
    private final Topic<String> topic = new Topic<>("room", "e1", new Topic.Limits(3, 10, 100));

    /** A driver that a test turns by hand. */
    private static class Hand implements Outlet<String> {
        final Deque<Runnable> tasks = new ArrayDeque<>();
        final List<String> sent = new ArrayList<>();
        final List<String> cutOff = new ArrayList<>();
        int room = Integer.MAX_VALUE;
        boolean open = true;

        @Override
        public boolean execute(Runnable task) {
            return open && tasks.add(task);
        }

        @Override
        public boolean isWritable() {
            return room > 0;
        }

        @Override
        public void send(String encoded) {
            room--;
            sent.add(encoded);
        }

        @Override
        public void cutOff(String reason) {
            cutOff.add(reason);
        }

        Hand turn() {
            while (!tasks.isEmpty()) {
                tasks.poll().run();
            }
            return this;
        }
    }

    private static final Encoding<String, String> PLAIN = (position, m) -> position + ":" + m;

    @Test
    void whoSubscribesGetsTheHistoryAndThenWhatIsPublished() {
        for (String m : List.of("a", "b", "c", "d")) {
            topic.publish(m);
        }
        Hand hand = new Hand();
        topic.subscribe(null, PLAIN, hand);
        topic.publish("e");
        assertThat(hand.turn().sent).containsExactly("e1-2:b", "e1-3:c", "e1-4:d", "e1-5:e");
        assertThat(topic.history()).containsExactly("c", "d", "e");
    }

    @Test
    void whoComesBackMissesNothingAndSeesNothingTwice() {
        for (String m : List.of("a", "b", "c")) {
            topic.publish(m);
        }
        Hand hand = new Hand();
        topic.subscribe("e1-2", PLAIN, hand);
        assertThat(hand.turn().sent).containsExactly("e1-3:c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "e0-2",
                "e1-",
                "e1-99",
                "e1-x",
                "e1--1",
                "e1-99999999999999999999",
                "e1-0"
            })
    void anUnknownPositionGetsAllOfTheHistory(String position) {
        topic.publish("a");
        topic.publish("b");
        Hand hand = new Hand();
        topic.subscribe(position, PLAIN, hand);
        assertThat(hand.turn().sent).containsExactly("e1-1:a", "e1-2:b");
    }

    @Test
    void eachMessageIsEncodedOnceForEachKindOfSubscriber() {
        AtomicInteger encoded = new AtomicInteger();
        Encoding<String, String> counting =
                (position, m) -> {
                    encoded.incrementAndGet();
                    return m;
                };
        List<Hand> hands = IntStream.range(0, 50).mapToObj(i -> new Hand()).toList();
        hands.forEach(hand -> topic.subscribe(null, counting, hand));
        topic.subscribe(null, PLAIN, new Hand());
        topic.publish("a");
        topic.publish("b");
        hands.forEach(Hand::turn);
        assertThat(encoded).hasValue(2);
        assertThat(hands.getLast().sent.getFirst()).isSameAs(hands.getFirst().sent.getFirst());
    }

    @Test
    void nothingIsEncodedAheadForAKindThatHasLeft() {
        AtomicInteger encoded = new AtomicInteger();
        Encoding<String, String> counting = (position, m) -> m + encoded.incrementAndGet();
        Subscription first = topic.subscribe(null, counting, new Hand());
        Subscription second = topic.subscribe(null, counting, new Hand());
        first.cancel();
        first.cancel();
        topic.publish("a");
        assertThat(encoded).as("one is left").hasValue(1);
        second.cancel();
        topic.publish("b");
        assertThat(encoded).hasValue(1);
    }

    @Test
    void atMostOneTaskIsInFlightForASubscriber() {
        Hand hand = new Hand();
        topic.subscribe(null, PLAIN, hand);
        topic.publish("a");
        topic.publish("b");
        topic.publish("c");
        assertThat(hand.tasks).hasSize(1);
        assertThat(hand.turn().sent).hasSize(3);
    }

    @Test
    void aSubscriberThatIsNotWritableIsSparedAndGoesOnWhenResumed() {
        Hand hand = new Hand();
        hand.room = 1;
        Subscription subscription = topic.subscribe(null, PLAIN, hand);
        topic.publish("a");
        topic.publish("b");
        assertThat(hand.turn().sent).containsExactly("e1-1:a");
        hand.room = 5;
        subscription.resume();
        assertThat(hand.turn().sent).containsExactly("e1-1:a", "e1-2:b");
    }

    @Test
    void aSlowReaderIsCutOffAndTheOthersGoOn() {
        Hand slow = new Hand();
        slow.room = 0;
        Hand quick = new Hand();
        Subscription lost = topic.subscribe(null, PLAIN, slow);
        topic.subscribe(null, PLAIN, quick);
        for (int i = 0; i < 11; i++) {
            topic.publish("m" + i);
            quick.turn();
        }
        assertThat(slow.cutOff).containsExactly("cut off from room: more than 10 messages behind");
        assertThat(lost.isActive()).isFalse();
        assertThat(quick.sent).hasSize(11);
        assertThat(topic.subscribers()).isEqualTo(1);
        assertThat(slow.turn().sent).isEmpty();
    }

    @Test
    void anOutletThatRefusesTasksIsForgotten() {
        Hand hand = new Hand();
        Subscription subscription = topic.subscribe(null, PLAIN, hand);
        hand.open = false;
        topic.publish("a");
        assertThat(subscription.isActive()).isFalse();
        assertThat(topic.subscribers()).isZero();
    }

    @Test
    void nothingIsSentAfterCancel() {
        Hand hand = new Hand();
        Subscription subscription = topic.subscribe(null, PLAIN, hand);
        topic.publish("a");
        subscription.cancel();
        subscription.cancel();
        assertThat(hand.turn().sent).isEmpty();
    }

    @Test
    void subscribersBeyondTheLimitAreRefused() {
        Topic<String> small = new Topic<>("small", "e", new Topic.Limits(0, 1, 1));
        small.subscribe(null, PLAIN, new Hand());
        assertThatThrownBy(() -> small.subscribe(null, PLAIN, new Hand()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("small");
    }

    @Test
    void manyPublishersAreSeenInOneOrderByAll() throws InterruptedException {
        Topic<String> busy = new Topic<>("busy", "e", new Topic.Limits(10, 1_000_000, 10));
        int publishers = 4;
        int each = 2_000;
        CountDownLatch done = new CountDownLatch(2 * publishers * each);
        List<Threaded> outlets = List.of(new Threaded(done), new Threaded(done));
        outlets.forEach(outlet -> busy.subscribe(null, PLAIN, outlet));
        for (int p = 0; p < publishers; p++) {
            int id = p;
            Thread.ofPlatform()
                    .start(
                            () -> {
                                for (int i = 0; i < each; i++) {
                                    busy.publish(id + "." + i);
                                }
                            });
        }
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        outlets.forEach(outlet -> outlet.driver.interrupt());
        assertThat(outlets.getFirst().sent).hasSize(publishers * each).doesNotHaveDuplicates();
        assertThat(outlets.getFirst().sent).containsExactlyElementsOf(outlets.getLast().sent);
    }

    /** A driver of its own thread. */
    private static final class Threaded implements Outlet<String> {
        final ConcurrentLinkedDeque<Runnable> tasks = new ConcurrentLinkedDeque<>();
        final List<String> sent = new ArrayList<>();
        final CountDownLatch done;
        final Thread driver;

        Threaded(CountDownLatch done) {
            this.done = done;
            this.driver = Thread.ofVirtual().start(this::drive);
        }

        private void drive() {
            while (!Thread.currentThread().isInterrupted()) {
                Runnable task = tasks.poll();
                if (task != null) {
                    task.run();
                } else {
                    Thread.yield();
                }
            }
        }

        @Override
        public boolean execute(Runnable task) {
            return tasks.add(task);
        }

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void send(String encoded) {
            sent.add(encoded);
            done.countDown();
        }

        @Override
        public void cutOff(String reason) {
            throw new AssertionError(reason);
        }
    }
}
