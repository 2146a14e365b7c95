package dev.bogie.benchmarks;

import java.nio.file.Path;

/** A file that servers send whole, as one answers with a file: opened and read for each request. */
final class Download {
    /** The path of the route. */
    static final String PATH = "/download";

    /** Its media type. */
    static final String TYPE = "application/octet-stream";

    private Download() {}

    /** The file that the property {@code benchmarks.download} names. */
    static Path file() {
        return Path.of(System.getProperty("benchmarks.download", "benchmarks.download"));
    }
}
