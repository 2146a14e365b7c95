package dev.bogie.websocket.internal;

import dev.bogie.websocket.WebSocket;
import dev.bogie.websocket.WebSocketClosed;
import dev.bogie.websocket.WebSocketListener;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Writes down its calls. */
class Recording implements WebSocketListener {
    final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    volatile @Nullable WebSocketClosed end;
    volatile @Nullable WebSocket socket;

    WebSocket socket() {
        WebSocket opened = socket;
        if (opened == null) {
            throw new IllegalStateException("not opened");
        }
        return opened;
    }

    WebSocketClosed end() {
        WebSocketClosed how = end;
        if (how == null) {
            throw new IllegalStateException("not closed");
        }
        return how;
    }

    boolean isClosed() {
        return end != null;
    }

    @Override
    public void opened(WebSocket opened) throws Exception {
        socket = opened;
        calls.add("opened");
    }

    @Override
    public void text(WebSocket from, String message) throws Exception {
        calls.add("text " + message);
    }

    @Override
    public void binary(WebSocket from, ByteBuffer message) throws Exception {
        calls.add("binary " + StandardCharsets.ISO_8859_1.decode(message));
    }

    @Override
    public void closed(WebSocket from, WebSocketClosed how) {
        end = how;
        calls.add("closed " + how.code());
    }
}
