package org.sealedjoin.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TablesPageTest {
    private static final Path PAGE = Path.of(System.getProperty("project.root"), "docs", "tables.md");

    @Test
    void markdown_isWhatDocsHold() throws IOException {
        assertThat(Files.readString(PAGE))
                .withFailMessage(
                        "docs/tables.md is not what the declarations say. Rewrite it with: "
                                + "mvn -q -B -pl jobs/batch -am package -DskipTests && scripts/sealedjoin tables > docs/tables.md")
                .isEqualTo(TablesPage.markdown());
    }

    @Test
    void markdown_columnWithWordsAndLabels_standsInOneRow() {
        assertThat(TablesPage.markdown())
                .contains("### `account_phones`")
                .contains("| `phone_use` | STRING | no | `profile`, `two_factor` |  | what the person gave it for |")
                .contains(
                        "| `contact_phone` | STRING | no |  | `address_book`, `raw_number` | the number as the owner typed it |");
    }

    @Test
    void markdown_everyTable_hasAHeading() {
        String page = TablesPage.markdown();
        Inputs.all().forEach(table -> assertThat(page).contains("### `" + table.name() + "`"));
        Outputs.all().forEach(sink -> assertThat(page).contains("### `" + sink.folder() + "`"));
    }

    @Test
    void markdown_noCell_breaksItsRow() {
        assertThat(TablesPage.markdown().lines().filter(line -> line.startsWith("|")))
                .allSatisfy(
                        line -> assertThat(line.chars().filter(c -> c == '|').count())
                                .as(line)
                                .isEqualTo(7));
    }
}
