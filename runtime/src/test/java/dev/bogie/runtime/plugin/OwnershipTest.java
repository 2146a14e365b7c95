package dev.bogie.runtime.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;

class OwnershipTest {
    @TempDir private Path directory;
    private Path jar;

    @BeforeEach
    void aJarAndADirectoryForLinks() throws IOException {
        Path target = Files.createDirectory(directory.resolve("target"));
        jar = Files.createFile(target.resolve("p.jar"));
        PluginRig.permit(target, "rwxr-xr-x");
        PluginRig.permit(jar, "rw-r--r--");
    }

    private Path link() throws IOException {
        return Files.createSymbolicLink(directory.resolve("p.jar"), jar);
    }

    private static Place place(Path file) {
        return new Place("p", file, null);
    }

    private static String line(Path file) throws IOException {
        return Ownership.problem(place(file)).map(PluginProblem::line).orElse("");
    }

    /** A user whom the system has no name for, as that of a container often is. */
    private UserPrincipal numbered(int number) throws IOException {
        return directory
                .getFileSystem()
                .getUserPrincipalLookupService()
                .lookupPrincipalByName(String.valueOf(number));
    }

    @Test
    void whatIsThisUsersIsTrustedAndSoIsALinkToIt() throws IOException {
        assertThat(line(jar)).isEmpty();
        assertThat(line(link())).isEmpty();
    }

    @Test
    void whatIsSomebodyElsesIsNotTrusted() throws IOException {
        UserPrincipal owner = Files.getOwner(jar);
        if (owner.getName().equals("root")) { // whom everybody trusts
            Files.setAttribute(jar, "unix:uid", 4242425);
            owner = numbered(4242425);
        }

        assertThat(Ownership.problem(place(jar), numbered(4242424)).orElseThrow().line())
                .contains(
                        "belongs to "
                                + owner.getName()
                                + ", neither to 4242424, who runs this, nor to root; chown it, or"
                                + " run this as "
                                + owner.getName());
        assertThat(Ownership.problem(place(jar), owner)).isEqualTo(Optional.empty());
    }

    @Test
    void aLinkIsNoMoreTrustedThanTheDirectoryThatItLeadsTo() throws IOException {
        PluginRig.permit(jar.getParent(), "rwxr-xrwx");

        assertThat(line(link()))
                .contains(
                        "is a link into "
                                + jar.getParent().toRealPath()
                                + ", which may be written to by everybody, who could run code"
                                + " here; chmod o-w "
                                + jar.getParent().toRealPath());
    }

    @Test
    void whereOnlyOwnersReplaceTheirFilesOthersMayWrite() throws Exception {
        Process chmod = new ProcessBuilder("chmod", "1777", jar.getParent().toString()).start();
        assertThat(chmod.waitFor()).isZero();

        assertThat(line(link())).isEmpty();
    }

    @Test
    void aLinkToNothingSaysWhereItLeads() throws IOException {
        Path link = link();
        Files.delete(jar);

        assertThat(line(link)).contains("is a link to " + jar + ", which is not there");
    }
}
