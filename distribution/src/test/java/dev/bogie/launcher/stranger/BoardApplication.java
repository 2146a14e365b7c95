package dev.bogie.launcher.stranger;

import dev.bogie.http.HttpApplication;
import dev.bogie.transport.Setting;
import dev.bogie.transport.Settings;

import java.time.Duration;
import java.util.List;

/** The application, found as a service: what is posted to it is read by all. */
public final class BoardApplication implements HttpApplication {
    static final Setting<Long> MAX_LINES =
            Setting.count("board.max-lines", 100, 1, 10_000, "lines that are kept; the oldest go");
    static final Setting<Long> MAX_LINE =
            Setting.size("board.max-line", 1_000, 1, 64_000, "one line");
    static final Setting<Duration> MAX_WAIT =
            Setting.duration(
                    "board.max-wait",
                    Duration.ofSeconds(30),
                    Duration.ZERO,
                    Duration.ofHours(1),
                    "how long a reader waits for a line");

    /** For the service loader. */
    public BoardApplication() {}

    @Override
    public String name() {
        return "board";
    }

    @Override
    public String description() {
        return "lines that anybody may add and read";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(MAX_LINES, MAX_LINE, MAX_WAIT);
    }

    @Override
    public Running start(Context context) {
        Settings settings = context.protocols().settings();
        Board board = new Board(settings.get(MAX_LINES).intValue());
        return new BoardRunning(board, settings.get(MAX_LINE).intValue(), settings.get(MAX_WAIT));
    }
}
