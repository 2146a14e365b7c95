package dev.bogie.http.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bogie.http.Body;
import dev.bogie.http.FieldName;
import dev.bogie.http.Method;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.Status;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

class StaticFilesTest {
    @TempDir Path directory;
    private Path root;
    private StaticFiles files;

    @BeforeEach
    void write() throws IOException {
        root = Files.createDirectory(directory.resolve("www"));
        Files.writeString(directory.resolve("secret.txt"), "secret");
        Files.createDirectory(directory.resolve("www-private"));
        Files.writeString(directory.resolve("www-private/x.txt"), "secret");
        Files.writeString(root.resolve("index.html"), "home");
        Files.writeString(root.resolve("a b.css"), "css");
        Files.writeString(root.resolve(".hidden"), "secret");
        Files.createDirectory(root.resolve(".git"));
        Files.writeString(root.resolve(".git/config"), "secret");
        Files.createDirectory(root.resolve("empty"));
        Files.createDirectory(root.resolve("sub"));
        Files.writeString(root.resolve("sub/index.html"), "sub");
        Files.writeString(root.resolve("sub/x"), "plain");
        Files.createSymbolicLink(root.resolve("link.txt"), directory.resolve("secret.txt"));
        Files.createSymbolicLink(root.resolve("linked"), directory);
        Files.createSymbolicLink(root.resolve("inside"), root.resolve("sub"));
        files = StaticFiles.of(root);
    }

    @Test
    void aFileIsServedWithItsType() throws IOException {
        try (Response response = get("/a%20b.css")) {
            assertThat(response.status()).isEqualTo(Status.OK);
            assertThat(response.fields().first(FieldName.CONTENT_TYPE))
                    .contains("text/css;charset=utf-8");
            assertThat(response.body().length()).isEqualTo(3);
            assertThat(response.body().readString()).isEqualTo("css");
        }
    }

    @Test
    void aDirectoryIsItsIndex() throws IOException {
        assertThat(text("/")).isEqualTo("home");
        assertThat(text("/sub/")).isEqualTo("sub");
        assertThat(get("/empty/").status()).isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void aDirectoryWithoutSlashIsRedirected() throws IOException {
        Response response = get("/sub");

        assertThat(response.status()).isEqualTo(Status.PERMANENT_REDIRECT);
        assertThat(response.fields().first(FieldName.LOCATION)).contains("/sub/");
    }

    // CVE-2024-23334, CVE-2023-29159, CVE-2018-12542, CVE-2023-24815, CVE-2021-28164,
    // CVE-2021-41773,
    // CVE-2021-42013, CVE-2022-41722
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../secret.txt",
                "/sub/../../secret.txt",
                "/..%2fsecret.txt",
                "/%2e%2e/secret.txt",
                "/.%2e/secret.txt",
                "/..%5csecret.txt",
                "/..\\secret.txt",
                "/../www-private/x.txt",
                "/%2e/index.html",
                "/./index.html",
                "//index.html",
                "/sub//x",
                "/sub%2Fx",
                "/.%00/",
                "/x%00.txt",
                "/%u002e/",
                "/%%32%65/",
                "/C:/x",
                "/index.html::$DATA",
                "/a%0ab"
            })
    void aPathThatIsAmbiguousOrLeadsOutIsABadRequest(String path) throws IOException {
        assertThat(get(path).status()).isEqualTo(Status.BAD_REQUEST);
    }

    // CVE-2025-11965 (hidden in any segment), CVE-2024-42367 (links), CVE-2022-41720 (devices)
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/.hidden",
                "/.git/config",
                "/.git/",
                "/link.txt",
                "/linked/secret.txt",
                "/linked/",
                "/inside/x",
                "/CON",
                "/nul.txt",
                "/com1.tar.gz",
                "/index.html/",
                "/index.html/x",
                "/INDEX.html",
                "/none"
            })
    void whatIsHiddenLinkedOrNotThereIsNotFound(String path) throws IOException {
        assertThat(get(path).status()).isEqualTo(Status.NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"n", "%c3%bc"})
    void aNameThatNoFileCanHaveIsNotFound(String letter) throws IOException {
        try (Response inRoot = get("/" + letter.repeat(256));
                Response below = get("/sub/" + letter.repeat(2_000) + "/x")) {
            assertThat(inRoot.status()).isEqualTo(Status.NOT_FOUND);
            assertThat(below.status()).isEqualTo(Status.NOT_FOUND);
        }
    }

    @Test
    void whatThisProcessMayNotReadIsForbidden() throws IOException {
        try (Response response = StaticFiles.unavailable(new AccessDeniedException("/www/a"))) {
            assertThat(response.status()).isEqualTo(Status.FORBIDDEN);
            assertThat(response.body().readString()).doesNotContain("www");
        }
    }

    @Test
    void whatHasGoneMeanwhileIsNotFound() {
        try (Response response = StaticFiles.unavailable(new NoSuchFileException("/www/a"))) {
            assertThat(response.status()).isEqualTo(Status.NOT_FOUND);
        }
    }

    @Test
    void aFileAndADirectoryThatMayNotBeReadAreForbidden() throws IOException {
        Path file = Files.writeString(root.resolve("closed.txt"), "secret");
        Path closed = Files.createDirectory(root.resolve("closed"));
        Files.setPosixFilePermissions(file, Set.of());
        Files.setPosixFilePermissions(closed, Set.of());
        try {
            Assumptions.assumeFalse(Files.isReadable(file), "this user may read everything");
            for (String path : List.of("/closed.txt", "/closed/", "/closed/x")) {
                try (Response response = get(path)) {
                    assertThat(response.status()).isEqualTo(Status.FORBIDDEN);
                }
            }
        } finally {
            Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void anIndexThatIsALinkIsNotFollowed() throws IOException {
        Files.createSymbolicLink(root.resolve("empty/index.html"), directory.resolve("secret.txt"));

        assertThat(get("/empty/").status()).isEqualTo(Status.NOT_FOUND);
    }

    @Test
    void headHasTheLengthOfGet() throws IOException {
        try (Response response = files.handle(Request.of(Method.HEAD, "/"))) {
            assertThat(response.status()).isEqualTo(Status.OK);
            assertThat(response.body().length()).isEqualTo(4);
        }
    }

    @Test
    void whatTheClientHasIsNotSentAgain() throws IOException {
        Response first = get("/");
        first.close();
        String tag = first.fields().first(FieldName.ETAG).orElseThrow();
        String date = first.fields().first(FieldName.LAST_MODIFIED).orElseThrow();

        Response byTag = files.handle(Request.get("/").with(FieldName.IF_NONE_MATCH, tag));
        Response byDate = files.handle(Request.get("/").with(FieldName.IF_MODIFIED_SINCE, date));
        Response other =
                files.handle(
                        Request.get("/")
                                .with(FieldName.IF_NONE_MATCH, "\"x\"")
                                .with(FieldName.IF_MODIFIED_SINCE, date));
        other.close();

        assertThat(byTag.status()).isEqualTo(Status.NOT_MODIFIED);
        assertThat(byTag.body().length()).isZero();
        assertThat(byTag.fields().first(FieldName.ETAG)).contains(tag);
        assertThat(byDate.status()).isEqualTo(Status.NOT_MODIFIED);
        assertThat(other.status()).isEqualTo(Status.OK);
    }

    @Test
    void otherMethodsAreNotAllowed() throws IOException {
        Response response = files.handle(Request.post("/", Body.none()));

        assertThat(response.status()).isEqualTo(Status.METHOD_NOT_ALLOWED);
        assertThat(response.fields().first(FieldName.ALLOW)).contains("GET, HEAD");
    }

    @Test
    void aPrefixEndsAtASlash() throws IOException {
        StaticFiles below = StaticFiles.of(root, "/assets/");

        try (Response response = below.handle(Request.get("/assets/sub/x"))) {
            assertThat(response.body().readString()).isEqualTo("plain");
        }
        assertThat(below.handle(Request.get("/sub/x")).status()).isEqualTo(Status.NOT_FOUND);
        assertThatThrownBy(() -> StaticFiles.of(root, "/assets"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsServedMustBeADirectory() {
        assertThatThrownBy(() -> StaticFiles.of(root.resolve("index.html")))
                .isInstanceOf(NotDirectoryException.class);
    }

    private Response get(String path) throws IOException {
        return files.handle(Request.get(path));
    }

    private String text(String path) throws IOException {
        try (Response response = get(path)) {
            return response.body().readString();
        }
    }
}
