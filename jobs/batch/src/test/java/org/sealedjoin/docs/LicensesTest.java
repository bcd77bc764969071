package org.sealedjoin.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is shipped and under which licences, by the bill of materials that {@code mvn -Pbom package} made. */
@Tag("docs")
class LicensesTest {
    /** Licences that let a jar with the part in it be handed out under Apache-2.0, if their notice goes with it. */
    private static final Set<String> ALLOWED = Set.of("Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause");

    /** Where a part's own description is vague, and what its text says. */
    private static final Map<String, String> BY_TEXT =
            // Calls itself "The BSD License", which the bill takes for the one of four clauses; its COPYRIGHT has
            // three.
            Map.of("de.bwaldvogel:liblinear", "BSD-3-Clause");

    private static final Path ROOT = Path.of(System.getProperty("project.root"));

    private static Map<String, String> shipped() throws IOException {
        var parts = new TreeMap<String, String>();
        Path made = ROOT.resolve("jobs/batch/target/bom.json");
        assertThat(made)
                .as("the bill of materials (need mvn -Pbom package first, not offline)")
                .exists();
        JsonNode bill = new ObjectMapper().readTree(made.toFile());
        for (JsonNode part : bill.get("components")) {
            String name = part.get("group").asText() + ":" + part.get("name").asText();
            if (!name.startsWith("org.sealedjoin:")) {
                parts.put(
                        name + " " + part.get("version").asText(),
                        BY_TEXT.getOrDefault(
                                name, part.at("/licenses/0/license/id").asText("unknown")));
            }
        }
        return parts;
    }

    @Test
    void bill_everyPart_isUnderAnAllowedLicense() throws IOException {
        assertThat(shipped())
                .hasSizeGreaterThan(8)
                .allSatisfy((part, license) -> assertThat(ALLOWED).as(part).contains(license));
    }

    @Test
    void page_listsWhatIsShipped() throws IOException {
        String rows = shipped().entrySet().stream()
                .map(part -> "| `" + part.getKey().replace(" ", "` | ") + " | " + part.getValue() + " |")
                .collect(Collectors.joining("\n"));
        assertThat(Files.readString(ROOT.resolve("docs/licenses.md"))).contains("|---|---|---|\n" + rows + "\n\n");
    }
}
