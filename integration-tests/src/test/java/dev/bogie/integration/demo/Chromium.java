package dev.bogie.integration.demo;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A headless Chromium, driven by its DevTools protocol. */
final class Chromium implements AutoCloseable {
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome");
    private static final Pattern LISTENING = Pattern.compile("DevTools listening on (ws://\\S+)");
    private static final long LIMIT_SECONDS = 60;

    private final Process process;
    private final URI endpoint;
    private final Session browser;

    private Chromium(Process process, URI endpoint) throws IOException {
        this.process = process;
        this.endpoint = endpoint;
        this.browser = new Session(endpoint);
    }

    /** The browser's program, if there is one. */
    static Optional<Path> program() {
        return NAMES.stream()
                .flatMap(
                        name ->
                                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                                        .map(directory -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static Chromium start(Path program) throws IOException {
        // below target, where the next clean takes it: the browser writes on while it ends
        Path target = Files.createDirectories(Path.of("target").toAbsolutePath());
        Path profile = Files.createTempDirectory(target, "chromium");
        Process process =
                new ProcessBuilder(
                                program.toString(),
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--disable-dev-shm-usage",
                                "--ignore-certificate-errors", // ours are self-signed
                                "--remote-debugging-port=0",
                                "--user-data-dir=" + profile,
                                "about:blank")
                        .redirectErrorStream(true)
                        .start();
        BufferedReader out = process.inputReader();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                Thread.ofVirtual().start(() -> drain(out));
                return new Chromium(process, URI.create(listening.group(1)));
            }
        }
        throw new IOException("Chromium ended without listening");
    }

    private static void drain(BufferedReader out) {
        try {
            out.transferTo(java.io.Writer.nullWriter());
        } catch (IOException e) {
            // it has ended: nothing is left to be read
        }
    }

    /** A page in a browser session of its own: no cookie of another page. */
    Page open(String url, int width, int height) throws IOException {
        String context =
                browser.call(
                        "Target.createBrowserContext", "{}", "\"browserContextId\":\"(\\w+)\"");
        String target =
                browser.call(
                        "Target.createTarget",
                        "{\"url\":\"about:blank\",\"browserContextId\":\"%s\"}".formatted(context),
                        "\"targetId\":\"(\\w+)\"");
        Session session =
                new Session(
                        URI.create("ws://" + endpoint.getAuthority() + "/devtools/page/" + target));
        session.call(
                "Emulation.setDeviceMetricsOverride",
                "{\"width\":%d,\"height\":%d,\"deviceScaleFactor\":1,\"mobile\":false}"
                        .formatted(width, height),
                "(.*)");
        Page page = new Page(session);
        session.call("Page.navigate", "{\"url\":\"%s\"}".formatted(url), "(frameId)");
        return page;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.onExit().join();
    }

    /** One page. */
    record Page(Session session) {
        /** The value of an expression, as text. */
        String text(String expression) throws IOException {
            return decoded("String(" + expression + ")");
        }

        /** Returns when the expression is true. */
        void await(String condition) throws IOException {
            String watch =
                    "new Promise(done => { const look = () => { let there = false;"
                            + " try { there = Boolean("
                            + condition
                            + "); } catch (e) {} there ? done('yes') : setTimeout(look, 20); };"
                            + " look(); })";
            decoded(watch);
        }

        /** Types into what has the focus, as a person does, and presses Enter. */
        void type(String words) throws IOException {
            session.call("Input.insertText", "{\"text\":%s}".formatted(quoted(words)), "(.*)");
            for (String kind : List.of("keyDown", "keyUp")) {
                session.call(
                        "Input.dispatchKeyEvent",
                        "{\"type\":\"%s\",\"key\":\"Enter\",\"code\":\"Enter\",\"text\":\"\\r\",\"windowsVirtualKeyCode\":13}"
                                .formatted(kind),
                        "(.*)");
            }
        }

        void screenshot(Path file) throws IOException {
            String data = session.call("Page.captureScreenshot", "{}", "\"data\":\"([^\"]+)\"");
            Files.write(file, Base64.getDecoder().decode(data));
        }

        private String decoded(String expression) throws IOException {
            String base64 =
                    session.call(
                            "Runtime.evaluate",
                            "{\"awaitPromise\":true,\"returnByValue\":true,\"expression\":%s}"
                                    .formatted(
                                            quoted(
                                                    "Promise.resolve("
                                                            + expression
                                                            + ").then(v =>"
                                                            + " btoa(unescape(encodeURIComponent(v))))")),
                            "\"value\":\"([^\"]*)\"");
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    /** One DevTools connection: calls and their answers. */
    private static final class Session implements WebSocket.Listener {
        private final WebSocket socket;
        private final AtomicInteger ids = new AtomicInteger();
        private final Map<Integer, CompletableFuture<String>> calls = new ConcurrentHashMap<>();
        private final StringBuilder partial = new StringBuilder();

        Session(URI endpoint) throws IOException {
            socket =
                    limited(
                            HttpClient.newHttpClient()
                                    .newWebSocketBuilder()
                                    .buildAsync(endpoint, this));
        }

        String call(String method, String parameters, String wanted) throws IOException {
            int id = ids.incrementAndGet();
            CompletableFuture<String> answer = new CompletableFuture<>();
            calls.put(id, answer);
            limited(
                    socket.sendText(
                            "{\"id\":%d,\"method\":\"%s\",\"params\":%s}"
                                    .formatted(id, method, parameters),
                            true));
            String text = limited(answer);
            Matcher found = Pattern.compile(wanted, Pattern.DOTALL).matcher(text);
            if (!found.find()) {
                throw new IOException(method + " " + parameters + " was answered " + text);
            }
            return found.group(1);
        }

        @Override
        public CompletionStage<?> onText(WebSocket ws, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                String text = partial.toString();
                partial.setLength(0);
                Matcher id = Pattern.compile("^\\{\"id\":(\\d+)").matcher(text);
                if (id.find()) {
                    CompletableFuture<String> call = calls.remove(Integer.valueOf(id.group(1)));
                    if (call != null) {
                        call.complete(text);
                    }
                }
            }
            ws.request(1);
            return null;
        }

        private static <T> T limited(CompletableFuture<T> stage) throws IOException {
            try {
                return stage.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                throw new IOException("the browser did not do it", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
    }
}
