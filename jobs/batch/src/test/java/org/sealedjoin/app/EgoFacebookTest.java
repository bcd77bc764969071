package org.sealedjoin.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Held-back edges of real friendship circles (McAuley and Leskovec, NIPS 2012; SNAP ego-Facebook), a quarter of all. */
@Tag("external")
class EgoFacebookTest {
    @TempDir
    Path folder;

    @Test
    void evaluate_quarterOfEdgesHidden_featureModelBeatsEveryClassicalScore() throws Exception {
        String data = Path.of(System.getProperty("external.data"))
                .resolve("ego-facebook/fb-combined-0.25-hidden")
                .toString();
        Path figures = folder.resolve("figures.json");
        Path curve = folder.resolve("curve.svg");
        var printed = new PrintStream(new ByteArrayOutputStream(), true);

        int status = SealedJoin.run(
                new Context(Clock.systemUTC(), new SecureRandom(), printed, printed),
                "evaluate",
                "--train=" + data + ".train_edges.txt",
                "--positives=" + data + ".test_edges.txt",
                "--negatives=" + data + ".test_edges_false.txt",
                "--json=" + figures,
                "--curve=" + curve);

        assertThat(status).isZero();
        JsonNode auc = new ObjectMapper().readTree(figures.toFile()).path("auc");
        // Resource allocation is the best of the classical scores here; known from the outside, so this checks our
        // reading of it.
        assertThat(auc.path("resource_allocation").asDouble()).isBetween(0.99225, 0.99235);
        for (String classical : List.of(
                "adamic_adar", "resource_allocation", "common_neighbours", "jaccard", "preferential_attachment")) {
            assertThat(auc.path("ours").asDouble())
                    .as(classical)
                    .isGreaterThan(auc.path(classical).asDouble() + 0.002);
        }
        assertThat(Files.readString(curve)).startsWith("<svg ").contains("resource_allocation");
    }
}
