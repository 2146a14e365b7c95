package dev.bogie.launcher.stranger;

import dev.bogie.http.HttpApplication;
import dev.bogie.http.HttpException;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.Status;
import dev.bogie.http.filter.SameOrigin;
import dev.bogie.http.filter.SecurityHeaders;
import dev.bogie.http.routing.Router;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The application as one server serves it: from its start to its end. */
final class BoardRunning implements HttpApplication.Running {
    private final Board board;
    private final int maxLine;
    private final Duration maxWait;
    private final HttpHandler handler;

    BoardRunning(Board board, int maxLine, Duration maxWait) {
        this.board = board;
        this.maxLine = maxLine;
        this.maxWait = maxWait;
        this.handler =
                Router.builder()
                        .get("/", request -> lines())
                        .post("/", this::add)
                        .get("/{number}", this::line)
                        .build()
                        .with(new SecurityHeaders(), new SameOrigin());
    }

    @Override
    public HttpHandler handler() {
        return handler;
    }

    private Response lines() {
        List<String> lines = board.lines();
        return Response.text(lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
    }

    private Response add(Request request) throws IOException {
        String line = request.body().readString(maxLine).strip(); // more is answered by 413
        if (line.isEmpty()) {
            throw new HttpException(Status.BAD_REQUEST, "there is no line in the request");
        }
        return Response.text(board.add(line) + "\n").with(Status.CREATED);
    }

    /** May wait: each exchange has a thread of its own. */
    private Response line(Request request) throws InterruptedException {
        String number = request.path("number");
        try {
            return board.await(Long.parseLong(number), maxWait)
                    .map(line -> Response.text(line + "\n"))
                    .orElseGet(() -> Response.error(Status.NOT_FOUND, "there is no such line"));
        } catch (NumberFormatException e) {
            throw new HttpException(Status.BAD_REQUEST, "the number of a line was expected");
        }
    }

    /** Who waits is answered, so that the exchange ends in order. */
    @Override
    public void draining(Duration grace) {
        board.end();
    }

    @Override
    public void close() {
        board.end();
    }
}
