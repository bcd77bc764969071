package org.sealedjoin.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocPageTest {
    @TempDir
    private Path folder;

    private static DocPage page(String... lines) {
        return DocPage.of("page.md", List.of(lines));
    }

    @Test
    void of_blocksOfAllKinds_areToldApart() {
        DocPage page = page(
                "```console",
                "$ one \\",
                "> more",
                "shown",
                "$ two",
                "```",
                "```sh not run: needs a cluster",
                "x",
                "```",
                "```java",
                "y",
                "```");
        assertThat(page.commands())
                .containsExactly(
                        new DocPage.Command(2, "one \\\nmore", List.of("shown")),
                        new DocPage.Command(5, "two", List.of()));
        assertThat(page.reasons()).containsExactly("needs a cluster");
        assertThat(page.others()).isEqualTo(1);
    }

    @Test
    void of_shellBlockWithoutReason_isRefused() {
        assertThatThrownBy(() -> page("```sh", "x", "```"))
                .hasMessage("page.md:1: a block of commands is not run and does not say why (need ```sh not run: …)");
    }

    @Test
    void of_blockThatHidesCommands_isRefused() {
        String kinds = " (need console, sh or one of [java, properties, python, sql, text, yaml])";
        assertThatThrownBy(() -> page("```", "x", "```")).hasMessage("page.md:1: a block of kind \"\"" + kinds);
        assertThatThrownBy(() -> page("x", "```bash", "ls", "```"))
                .hasMessage("page.md:2: a block of kind \"bash\"" + kinds);
        assertThatThrownBy(() -> page("```text", "scripts/demo", "```"))
                .hasMessage("page.md:1: a block of text begins with a command (need console or sh)");
        assertThatThrownBy(() -> page("```console", "scripts/demo", "```"))
                .hasMessage("page.md:2: a console block begins with no command");
    }

    @Test
    void shows_ellipsis_standsForTextAndForLines() {
        var command = new DocPage.Command(1, "x", List.of("a … c", "…", "end"));
        assertThat(command.shows(List.of("a b c", "1", "2", "end"))).isTrue();
        assertThat(command.shows(List.of("a b c", "end"))).isTrue();
        assertThat(command.shows(List.of("a b d", "end"))).isFalse();
        assertThat(command.shows(List.of("a b c", "1"))).isFalse();
    }

    @Test
    void faults_failingCommandAndOtherOutput_areBothTold() throws Exception {
        assertThat(faults(page("```console", "$ echo yes", "yes", "$ false", "$ echo no", "yes", "```")))
                .containsExactly("page.md:4: ended with 1\n", "page.md:5: does not print what the page shows, but\nno");
    }

    @Test
    void faults_failureBeforeAPipe_isTold() throws Exception {
        assertThat(faults(page("```console", "$ false | cat", "```"))).containsExactly("page.md:2: ended with 1\n");
    }

    @Test
    void faults_shellThatEndsEarly_isTold() throws Exception {
        assertThat(faults(page("```console", "$ exit 0", "$ true", "```")))
                .containsExactly("page.md:2: the shell ended before it");
    }

    private List<String> faults(DocPage page) throws IOException, InterruptedException {
        return new RunPage(Path.of(System.getProperty("project.root")), folder).faults(page);
    }
}
