package org.sealedjoin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VersionTest {
    private static final Pattern FIRST_VERSION = Pattern.compile("<version>([^<]+)</version>");

    /** The version of the root's pom, or the one that a module gives its parent: the first that stands in the file. */
    private static String version(String pom) throws IOException {
        var version = FIRST_VERSION.matcher(
                Files.readString(Path.of(System.getProperty("project.root")).resolve(pom)));
        assertThat(version.find()).as(pom).isTrue();
        return version.group(1);
    }

    private static final Pattern IMAGE = Pattern.compile("sealed-join:([\\w.-]+)");

    @Test
    void images_forKubernetes_areNamedByTheVersionThatIsMadeReady() throws IOException {
        String next = version("pom.xml").replace("-SNAPSHOT", "");
        try (Stream<Path> files =
                Files.list(Path.of(System.getProperty("project.root")).resolve("scripts/kubernetes"))) {
            var named = new ArrayList<String>();
            for (Path file : files.toList()) {
                IMAGE.matcher(Files.readString(file)).results().forEach(image -> named.add(image.group(1)));
            }
            assertThat(named).hasSizeGreaterThan(2).containsOnly(next);
        }
    }

    @Test
    void version_ofEveryModule_isTheRootsAndStandsNowhereElse() throws IOException {
        String root = version("pom.xml");
        for (String module : List.of("phone", "batch", "bench")) {
            String pom = "jobs/" + module + "/pom.xml";
            assertThat(version(pom)).as(pom).isEqualTo(root);
            assertThat(Files.readString(
                                    Path.of(System.getProperty("project.root")).resolve(pom))
                            .split(Pattern.quote(root), -1))
                    .as("%s gives the version once, as its parent's", pom)
                    .hasSize(2);
        }
    }
}
