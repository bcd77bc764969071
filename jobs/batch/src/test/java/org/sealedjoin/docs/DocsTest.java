package org.sealedjoin.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every command of a console block in README.md, docs and the pages beside them is run, page by page, and what is shown is what comes out. Needs the built jars. */
@Tag("docs")
class DocsTest {
    /** Read first, and run first: later pages look at the run that these leave. */
    private static final List<String> FIRST = List.of("README.md", "docs/quick-start.md", "docs/own-data.md");

    private static final List<String> FOLDERS =
            List.of("docs", "docs/decisions", ".github", "data-samples", "notebooks-java");

    @TempDir
    static Path folder;

    @TestFactory
    Stream<DynamicTest> page_everyConsoleBlock_runsAndShowsWhatComesOut() throws IOException {
        Path checkout = Path.of(System.getProperty("project.root"));
        var run = new RunPage(checkout, folder);
        List<DocPage> pages = pages(checkout);
        report(pages);
        assertThat(pages.stream().mapToInt(page -> page.commands().size()).sum())
                .isGreaterThan(20);
        return pages.stream()
                .filter(page -> !page.commands().isEmpty())
                .map(page -> DynamicTest.dynamicTest(page.name(), () -> {
                    long start = System.nanoTime();
                    assertThat(run.faults(page)).isEmpty();
                    System.out.printf(
                            "%s: %d commands ran in %d s%n",
                            page.name(), page.commands().size(), (System.nanoTime() - start) / 1_000_000_000);
                }));
    }

    private static List<DocPage> pages(Path checkout) throws IOException {
        var names = new ArrayList<>(FIRST);
        for (String folder : FOLDERS) {
            try (Stream<Path> files = Files.list(checkout.resolve(folder))) {
                files.map(file -> folder + "/" + file.getFileName())
                        .filter(name -> name.endsWith(".md") && !names.contains(name))
                        .sorted()
                        .forEach(names::add);
            }
        }
        var pages = new ArrayList<DocPage>();
        for (String name : names) {
            pages.add(DocPage.of(name, Files.readAllLines(checkout.resolve(name))));
        }
        return pages;
    }

    /** In one piece: other tests print at the same time. */
    private static void report(List<DocPage> pages) {
        var text = new StringBuilder("commands run, blocks not run with a reason, blocks without commands\n");
        pages.stream()
                .filter(page -> !page.commands().isEmpty() || !page.reasons().isEmpty() || page.others() > 0)
                .forEach(page -> text.append(String.format(
                        "  %-28s %3d %3d %3d%n",
                        page.name(), page.commands().size(), page.reasons().size(), page.others())));
        text.append(String.format(
                "%d commands of %d pages are run; %d blocks are not, each with its reason%n",
                pages.stream().mapToInt(page -> page.commands().size()).sum(),
                pages.stream().filter(page -> !page.commands().isEmpty()).count(),
                pages.stream().mapToInt(page -> page.reasons().size()).sum()));
        System.out.print(text);
    }
}
