import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Measures how long a process takes from its start to the first byte of its first answer.
 *
 * <p>Every round starts each of the programs once, forwards and backwards in turns, so that what
 * else the machine does falls on all. This virtual machine runs all the time: it costs the same for
 * each.
 */
final class StartUp {
    private static final String PEERS = "dev.bogie.benchmarks.peers.";
    private static final long LIMIT_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final long MEASURING_NANOS = TimeUnit.MINUTES.toNanos(3);
    private static final long POLL_NANOS = 500_000;
    private static final byte[] REQUEST =
            "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final Path root;
    private final Path keep;
    private final File errors;
    private final String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private final Map<String, Program> programs = new LinkedHashMap<>();

    /**
     * What is measured.
     *
     * @param command to start it; {@code PORT} stands for a port
     * @param environment what it has beside ours
     * @param serves whether it answers, or else says a word and ends
     */
    private record Program(List<String> command, Map<String, String> environment, boolean serves) {}

    private StartUp(Path root, Path keep) {
        this.root = root;
        this.keep = keep;
        this.errors = keep.resolve("errors").toFile();
    }

    /** Measures: {@code ROOT ROUNDS DIRECTORY}. */
    public static void main(String[] args) throws Exception {
        StartUp start = new StartUp(Path.of(args[0]), Files.createDirectories(Path.of(args[2])));
        start.programs();
        start.measure(Integer.parseInt(args[1]));
    }

    private void programs() throws Exception {
        programs.put(
                "a class that prints",
                new Program(classPath("none", "Printing", List.of()), Map.of(), false));
        peer("JDK's httpserver", "none", "JdkServer");
        peer("Helidon SE", "helidon.*", "HelidonServer");
        peer("Jetty", "(jetty|slf4j).*", "JettyServer");
        Path site = Files.createDirectories(keep.resolve("site"));
        Files.writeString(site.resolve("index.html"), "hello");
        bogie("bogie-minimal, a file", "image-minimal", "serve", site.toString());
        bogie("bogie, the chat's page", "image", "demo");
    }

    /** Plain, and with an archive of classes and the flags that suit a short start. */
    private void peer(String name, String jars, String main) throws Exception {
        List<String> plain = classPath(jars, main, List.of());
        programs.put(name, new Program(plain, Map.of(), true));
        Path archive = keep.resolve(main + ".aot");
        List<String> quick = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
        if (!Files.exists(archive)) {
            train(classPath(jars, main, List.of("-XX:AOTCacheOutput=" + archive)), quick);
        }
        List<String> trainedFlags = new ArrayList<>(quick);
        trainedFlags.addAll(List.of("-XX:AOTMode=on", "-XX:AOTCache=" + archive));
        programs.put(
                name + ", AOT cache, C1, serial",
                new Program(classPath(jars, main, trainedFlags), Map.of(), true));
    }

    private void train(List<String> command, List<String> flags) throws Exception {
        List<String> train = new ArrayList<>(command);
        train.addAll(1, flags);
        train.add("train");
        train.replaceAll(word -> word.equals("PORT") ? String.valueOf(freePort()) : word);
        // Its output is long: a pipe that nobody reads would stop it.
        Process trained =
                new ProcessBuilder(train)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(errors))
                        .start();
        try {
            if (!trained.waitFor(LIMIT_NANOS, TimeUnit.NANOSECONDS) || trained.exitValue() != 0) {
                throw new IllegalStateException(train + " failed");
            }
        } finally {
            trained.destroyForcibly();
        }
    }

    /** As it is shipped, and with its archive of classes turned off. */
    private void bogie(String name, String image, String... words) {
        List<String> command = new ArrayList<>();
        command.add(root.resolve("distribution/target/" + image + "/bin/bogie").toString());
        command.addAll(List.of(words));
        command.addAll(List.of("--port", "PORT"));
        command.addAll(List.of("--control", keep.resolve("own").resolve("control").toString()));
        programs.put(
                name + ", without its cache",
                new Program(command, Map.of("BOGIE_JVM_OPTS", "-XX:AOTMode=off"), true));
        programs.put(
                name + ", as shipped",
                new Program(command, Map.of("BOGIE_JVM_OPTS", "-XX:AOTMode=on"), true));
    }

    private List<String> classPath(String jars, String main, List<String> flags)
            throws IOException {
        Path target = root.resolve("benchmarks/peers/target");
        String path;
        try (Stream<Path> all = Files.list(target.resolve("lib"))) {
            path =
                    Stream.concat(
                                    Stream.of(target.resolve("peers.jar")),
                                    all.filter(p -> p.getFileName().toString().matches(jars)))
                            .map(Path::toString)
                            .sorted()
                            .collect(Collectors.joining(File.pathSeparator));
        }
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(flags);
        command.addAll(List.of("-cp", path, PEERS + main, "PORT"));
        return command;
    }

    private void measure(int rounds) throws Exception {
        Map<String, List<Long>> nanos = new LinkedHashMap<>();
        List<String> order = new ArrayList<>(programs.keySet());
        for (String name : order) {
            once(programs.get(name)); // reads all files once
            nanos.put(name, new ArrayList<>());
        }
        long end = System.nanoTime() + MEASURING_NANOS;
        int done = 0;
        while (done < rounds && System.nanoTime() - end < 0) {
            for (String name : order) {
                nanos.get(name).add(once(programs.get(name)));
            }
            Collections.reverse(order);
            done++;
        }
        if (done < rounds) {
            System.out.println("the time was over after " + done + " rounds");
        }
        System.out.printf(
                Locale.ROOT,
                "%n%-44s %10s %8s %8s%n",
                "exec to first answer, ms",
                "median",
                "min",
                "p90");
        for (String name : programs.keySet()) {
            long[] sorted = nanos.get(name).stream().mapToLong(Long::longValue).sorted().toArray();
            int n = sorted.length;
            double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2.0;
            System.out.printf(
                    Locale.ROOT,
                    "%-44s %10.1f %8.1f %8.1f%n",
                    name,
                    median / 1e6,
                    sorted[0] / 1e6,
                    sorted[(n * 9 - 1) / 10] / 1e6);
        }
        Files.writeString(keep.resolve("nanoseconds"), nanos.toString() + "\n");
    }

    private long once(Program program) throws Exception {
        int port = freePort();
        long begin = System.nanoTime();
        Process process = process(program.command(), program.environment(), port);
        try {
            if (!program.serves()) {
                try (BufferedReader out = process.inputReader()) {
                    if (out.readLine() == null) {
                        throw new IOException("it says nothing");
                    }
                    return System.nanoTime() - begin;
                }
            }
            return answered(port, process, begin) - begin;
        } catch (IOException e) {
            throw new IllegalStateException(program.command() + " failed", e);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static long answered(int port, Process process, long begin) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(address);
                socket.getOutputStream().write(REQUEST);
                byte[] first = socket.getInputStream().readNBytes(12);
                long end = System.nanoTime();
                String line = new String(first, StandardCharsets.US_ASCII);
                if (!line.equals("HTTP/1.1 200")) {
                    throw new IllegalStateException("answered '" + line + "'");
                }
                return end;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() - begin > LIMIT_NANOS) {
                    throw e;
                }
                LockSupport.parkNanos(POLL_NANOS);
            }
        }
    }

    private Process process(List<String> command, Map<String, String> environment, int port)
            throws IOException {
        String[] words = command.toArray(String[]::new);
        Arrays.setAll(words, i -> words[i].equals("PORT") ? String.valueOf(port) : words[i]);
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().putAll(environment);
        return builder.redirectError(ProcessBuilder.Redirect.appendTo(errors)).start();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
