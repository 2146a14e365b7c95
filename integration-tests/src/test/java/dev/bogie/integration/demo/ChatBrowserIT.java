package dev.bogie.integration.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bogie.integration.demo.Chromium.Page;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Two people in two browsers, one by event stream and one by WebSocket, and a server that changes
 * its transport, and restarts.
 */
class ChatBrowserIT {
    private static final String OPEN = "document.getElementById('status').dataset.state === 'open'";

    private static final String AT_THE_END =
            "log.scrollHeight - log.scrollTop - log.clientHeight < 2";

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void bothSeeEachMessageOnceAlsoAcrossASwapAndARestart(String transport) throws Exception {
        Optional<Path> program = Chromium.program();
        assumeTrue(
                program.isPresent(),
                "there is no Chromium on the path: the browser test is skipped");
        Demo demo = Demo.start(transport, 0);
        try (Chromium chromium = Chromium.start(program.get())) {
            Page events = chromium.open(demo.url("?way=sse"), 900, 700);
            Page socket = chromium.open(demo.url("?way=websocket"), 390, 780);
            events.await(OPEN);
            socket.await(OPEN);
            assertThat(events.text("document.getElementById('transport').textContent"))
                    .isEqualTo(transport);
            assertThat(name(events)).isNotBlank().isNotEqualTo(name(socket));

            say(events, socket, "by event stream: hello \u00e9\u4e2d\uD83D\uDE82");
            say(socket, events, "by WebSocket: hello");
            say(socket, events, "<img src=x onerror=\"document.title='broken'\"> & </script>");
            assertThat(events.text("document.title")).isEqualTo("Bogie chat");
            events.screenshot(Demo.pictures().resolve("chat-" + transport + ".png"));
            socket.screenshot(Demo.pictures().resolve("chat-" + transport + "-phone.png"));

            String other = transport.equals("nio") ? "loom" : "nio";
            demo.swap(other);
            say(events, socket, "across the swap by event stream");
            say(socket, events, "across the swap by WebSocket");

            assertThat(demo.terminate()).as("exit status after SIGTERM").isZero();
            focus(events);
            events.type("said while nobody listens");
            events.await(shown("said while nobody listens") + ".length === 1");
            demo.close();
            demo = Demo.start(transport, demo.port());
            events.await(OPEN);
            socket.await(OPEN);
            awaitOnce(events, "said while nobody listens");
            awaitOnce(socket, "said while nobody listens");
            say(events, socket, "and again by event stream");
            say(socket, events, "and again by WebSocket");
            assertThat(demo.terminate()).isZero();
        } finally {
            demo.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "loom"})
    void bothSeeEachMessageOverTls(String transport) throws Exception {
        Optional<Path> program = Chromium.program();
        assumeTrue(
                program.isPresent(),
                "there is no Chromium on the path: the browser test is skipped");
        try (Demo demo = Demo.start(transport, 0, "--tls-self-signed");
                Chromium chromium = Chromium.start(program.get())) {
            Page events = chromium.open(demo.url("?way=sse"), 900, 700);
            Page socket = chromium.open(demo.url("?way=websocket"), 390, 780);
            events.await(OPEN);
            socket.await(OPEN);
            assertThat(socket.text("location.protocol")).isEqualTo("https:");
            say(events, socket, "by event stream over TLS");
            say(socket, events, "by WebSocket over TLS");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sse", "websocket"})
    void aNewcomerAndAReaderAtTheEndSeeTheNewestMessage(String way) throws Exception {
        Optional<Path> program = Chromium.program();
        assumeTrue(
                program.isPresent(),
                "there is no Chromium on the path: the browser test is skipped");
        try (Demo demo = Demo.start("nio", 0);
                Chromium chromium = Chromium.start(program.get())) {
            Page writer = chromium.open(demo.url("?way=websocket"), 900, 700);
            Page reader = chromium.open(demo.url("?way=" + way), 390, 780);
            writer.await(OPEN);
            reader.await(OPEN);
            sayAll(writer, "burst", 40);
            reader.await(shown("burst 39") + ".length === 1");
            assertAtTheEnd(reader);

            Page newcomer = chromium.open(demo.url("?way=" + way), 1280, 700);
            newcomer.await(shown("burst 39") + ".length === 1");
            assertThat(newcomer.text("log.scrollHeight > 2 * log.clientHeight")).isEqualTo("true");
            assertAtTheEnd(newcomer);

            newcomer.text("log.scrollTop = 0");
            newcomer.await("!following"); // the event that says so comes with the next frame
            sayAll(writer, "later", 1);
            newcomer.await(shown("later 0") + ".length === 1");
            assertThat(newcomer.text("log.scrollTop + ' ' + newer.hidden")).isEqualTo("0 false");
            newcomer.text("newer.click()");
            newcomer.await(AT_THE_END + " && newer.hidden");
        }
    }

    private static void sayAll(Page page, String words, int times) throws IOException {
        page.text(
                "(() => { for (let i = 0; i < %d; i++) { text.value = '%s ' + i; form.requestSubmit(); } })()"
                        .formatted(times, words));
    }

    private static void assertAtTheEnd(Page page) throws IOException {
        assertThat(page.text(AT_THE_END + " && newer.hidden"))
                .as(() -> "at the end, without a button to go there")
                .isEqualTo("true");
    }

    private static String name(Page page) throws IOException {
        return page.text("document.getElementById('self').textContent");
    }

    private static void say(Page from, Page to, String words) throws IOException {
        focus(from);
        from.type(words);
        awaitOnce(to, words);
        awaitOnce(from, words);
    }

    private static void focus(Page page) throws IOException {
        page.text("document.getElementById('text').focus()");
    }

    private static void awaitOnce(Page page, String words) throws IOException {
        page.await(shown(words) + ".filter(e => !e.classList.contains('waiting')).length > 0");
        assertThat(page.text(shown(words) + ".length")).as(words).isEqualTo("1");
    }

    private static String shown(String words) {
        String literal = words.replace("\\", "\\\\").replace("'", "\\'").replace("</", "<\\/");
        return "[...document.querySelectorAll('#log li')]"
                + ".filter(e => e.querySelector('p').textContent === '"
                + literal
                + "')";
    }
}
