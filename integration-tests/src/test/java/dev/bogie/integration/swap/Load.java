package dev.bogie.integration.swap;

import dev.bogie.integration.swap.PlainClient.Answer;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Clients that ask one thing after the other until they are told to stop. */
final class Load {
    private static final long LIMIT_SECONDS = 60;

    private final InetSocketAddress address;
    private final List<Thread> clients = new ArrayList<>();
    private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();
    private volatile boolean over;
    private long[] answers = {}; // of each client; guarded by this

    /** What a client does over and over. */
    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    Load(InetSocketAddress address) {
        this.address = address;
    }

    /** Clients that keep their connection for as long as the server does. */
    Load persistent(int count) {
        for (int i = 0; i < count; i++) {
            start(new Persistent());
        }
        return this;
    }

    /** Clients that connect for each request. */
    Load brief(int count) {
        for (int i = 0; i < count; i++) {
            start(
                    () -> {
                        try (PlainClient client = new PlainClient(address)) {
                            client.ask("/blocking", "Connection: close\r\n");
                            expect("lent", client.answer());
                        }
                    });
        }
        return this;
    }

    private final class Persistent implements Step, AutoCloseable {
        private PlainClient client;
        private int asked;

        @Override
        public void run() throws IOException {
            if (client == null) {
                client = new PlainClient(address);
            }
            Answer answer;
            switch (asked++ % 3) {
                case 0 -> answer = expect("inline", client.get("/"));
                case 1 -> answer = expect("lent", client.get("/blocking"));
                default -> answer = expect("words", client.post("/echo", "words"));
            }
            if (answer.last()) {
                close();
            }
        }

        @Override
        public void close() throws IOException {
            PlainClient open = client;
            client = null;
            if (open != null) {
                open.close();
            }
        }
    }

    private static Answer expect(String body, Answer answer) throws IOException {
        if (!answer.body().equals(body)) {
            throw new IOException("expected '" + body + "', but it was '" + answer.body() + "'");
        }
        return answer;
    }

    private void start(Step step) {
        int number = clients.size();
        synchronized (this) {
            answers = java.util.Arrays.copyOf(answers, number + 1);
        }
        clients.add(Thread.ofVirtual().start(() -> run(number, step)));
    }

    private void run(int number, Step step) {
        try {
            while (!over) {
                step.run();
                synchronized (this) {
                    answers[number]++;
                    notifyAll();
                }
            }
            if (step instanceof AutoCloseable closeable) {
                closeable.close();
            }
        } catch (Throwable e) { // the test looks at it
            errors.add(e);
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /** Returns when each client has had that many more answers, or one has failed. */
    void awaitAnswers(int more) throws InterruptedException, TimeoutException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        synchronized (this) {
            long[] wanted = answers.clone();
            for (int i = 0; i < wanted.length; i++) {
                while (errors.isEmpty() && answers[i] < wanted[i] + more) {
                    long left = TimeUnit.NANOSECONDS.toMillis(limit - System.nanoTime());
                    if (left <= 0) {
                        throw new TimeoutException("client " + i + " is not answered any more");
                    }
                    wait(left);
                }
            }
        }
    }

    /** What went wrong so far. */
    List<Throwable> errors() {
        return List.copyOf(errors);
    }

    /** Ends when each client has had the answer to what it asked. */
    void stop() throws InterruptedException {
        over = true;
        for (Thread client : clients) {
            client.join();
        }
    }
}
