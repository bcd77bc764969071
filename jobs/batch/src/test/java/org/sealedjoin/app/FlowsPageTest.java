package org.sealedjoin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sealedjoin.base.Label;
import org.sealedjoin.guard.SinkFlow;
import org.sealedjoin.table.Outputs;

class FlowsPageTest {
    private static final Path PAGE = Path.of(System.getProperty("project.root"), "docs", "flows.md");

    private static String page;

    @BeforeAll
    static void run() {
        InProcess.Ended ended = InProcess.run("flows", "--page");
        assertThat(ended.status()).as(ended.err()).isZero();
        page = ended.out();
    }

    @Test
    void page_isWhatDocsHold() throws IOException {
        assertThat(Files.readString(PAGE))
                .withFailMessage(
                        "docs/flows.md is not what the plans say. Rewrite it with: "
                                + "mvn -q -B -pl jobs/batch -am package -DskipTests && scripts/sealedjoin flows --page > docs/flows.md")
                .isEqualTo(page);
    }

    @Test
    void blocks_oneFlow_standsIndentedBelowItsSink() {
        var flow = new SinkFlow("visits.day", false, new Label("usage"), List.of("filter", "join"));

        assertThat(FlowsPage.blocks(Map.of("products/b", List.of(), "products/a", List.of(flow))))
                .isEqualTo("products/a\n  visits.day implicit usage via filter > join\nproducts/b\n");
    }

    @Test
    void blocks_everySink_hasOneAndNoOther() {
        assertThat(sinks().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Outputs.all().stream().map(sink -> sink.folder()).toList());
    }

    @Test
    void blocks_everyLine_hasTheFormThatTheHeadPromises() {
        assertThat(sinks().values().stream().flatMap(List::stream))
                .isNotEmpty()
                .allSatisfy(
                        line -> assertThat(line)
                                .matches(
                                        "  [a-z_]+\\.[a-z_]+ (explicit|implicit) [a-z_]+(\\([a-z_]+\\))? via \\S[^>]*( > \\S[^>]*)*"));
    }

    /** Promised in DESIGN: numbers and tokens nowhere, consent for the purpose, address books never near advertising. */
    @Test
    void blocks_labels_keepThePromisesOfTheSinks() {
        Map<String, List<String>> sinks = sinks();
        assertThat(labels(sinks.values().stream().flatMap(List::stream).toList()))
                .doesNotContain("raw_number", "hashed_number", "token", "undeclared");
        assertThat(labels(sinks.get("products/audience_members")))
                .contains("person_id", "advertiser_input")
                .doesNotContain("address_book", "friendship", "unconsented(ads)");
        assertThat(labels(sinks.get("advertiser/audience_reports"))).containsOnly("advertiser_input");
        assertThat(labels(sinks.get("products/friend_suggestions")))
                .contains("person_id", "address_book", "friendship")
                .doesNotContain("advertiser_input", "usage", "unconsented(friends)");
        assertThat(labels(sinks.get("products/abuse_signals")))
                .contains("person_id", "usage", "report_of_abuse")
                .doesNotContain("friendship", "activity", "advertiser_input", "unconsented(safety)");
        assertThat(labels(sinks.get("internal/account_links"))).doesNotContain("address_book", "advertiser_input");
    }

    private static List<String> labels(List<String> lines) {
        return lines.stream().map(line -> line.strip().split(" ")[2]).distinct().toList();
    }

    /** Lines of each sink. */
    private static Map<String, List<String>> sinks() {
        String blocks = page.substring(page.indexOf("```text\n") + 8, page.lastIndexOf("```"));
        return List.of(blocks.split("\n(?=\\S)")).stream()
                .map(block -> List.of(block.strip().split("\n")))
                .collect(Collectors.toMap(block -> block.get(0), block -> block.subList(1, block.size())));
    }
}
