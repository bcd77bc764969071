package org.sealedjoin.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a browser shows it. Each promise has a page that breaks it, to show that the test would see it. */
@Tag("external")
class PageInBrowserTest {
    private static final String PAGE = new WritePage().apply(Pages.manifest());
    private static final String SHOUTS = "<script>document.title='owned'</script>";
    private static final String ASKS = "<img src=\"http://127.0.0.1:47123/asked.png\" alt=\"\">";

    @TempDir
    static Path scratch;

    private static Browser.Seen seen;

    @BeforeAll
    static void look() throws Exception {
        seen = Browser.open(scratch, PAGE, 1280);
    }

    /** The same page without its policy. */
    private static String unguarded(String page) {
        return page.replaceFirst("<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "");
    }

    private static String with(String page, String markup) {
        return page.replace("<footer>", markup + "<footer>");
    }

    private static List<String> texts(String chart) {
        String from = "<div class=\"plot\" data-chart=\"" + chart + "\" aria-hidden=\"true\">";
        int begin = seen.page().indexOf(from);
        return Pattern.compile("<text[^>]*>([^<]+)</text>")
                .matcher(seen.page().substring(begin, seen.page().indexOf("<details>", begin)))
                .results()
                .map((MatchResult text) -> Pages.unescaped(text.group(1)))
                .toList();
    }

    @Test
    void page_opened_drawsEveryChartAndSaysNothing() {
        assertThat(seen.console()).isEmpty();
        assertThat(seen.page()).contains("data-drawn=\"9\"");
        List<String> empty = Pattern.compile("data-chart=\"([a-z]+)\" aria-hidden=\"true\"></div>")
                .matcher(seen.page())
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(empty).isEmpty();
        assertThat(seen.page().split("<svg class=\"sj\"", -1)).hasSizeGreaterThan(20);
    }

    @Test
    void page_opened_showsTheManifestsFigures() throws Exception {
        assertThat(Pages.data(seen.page())).isEqualTo(Pages.manifest());
        assertThat(Pages.figures(seen.page())).isEqualTo(Pages.figures(PAGE));
        assertThat(Pages.wrongFigures(seen.page(), Pages.manifest())).isEmpty();
    }

    @Test
    void charts_drawn_showTheManifestsFigures() {
        assertThat(texts("suggestions")).contains("none", "70", "20", "80", "90", "210", "100", "< 20", "51+");
        assertThat(texts("audiences"))
                .containsExactly("ready", "too small", "expired", "suspended", "1", "7", "1", "3");
        assertThat(texts("messages")).contains("marketing", "30 of 60", "250 of 250");
        assertThat(texts("signals")).contains("social sanction", "< 20");
        Pages.manifest()
                .path("stage_seconds")
                .properties()
                .forEach(stage -> assertThat(texts("stages"))
                        .contains(stage.getKey(), stage.getValue().asText() + " s"));
    }

    @Test
    void network_page_isNeverAsked() throws Exception {
        assertThat(seen.requests()).isEmpty();

        Browser.Seen asking = Browser.open(scratch, with(unguarded(PAGE), ASKS), 1280);
        assertThat(asking.requests()).contains("http://127.0.0.1:47123/asked.png");

        Browser.Seen kept = Browser.open(scratch, with(PAGE, ASKS), 1280);
        assertThat(kept.requests()).isEmpty();
        assertThat(kept.console()).anyMatch(line -> line.contains("Content Security Policy"));
    }

    @Test
    void hostileText_escaped_doesNothing() throws Exception {
        Browser.Seen hostile = Browser.open(scratch, new WritePage().apply(WritePageTest.hostile("</script>" + SHOUTS)), 1280);

        assertThat(hostile.page()).contains("<title>Sealed Join, night of 15 October 2016</title>");
        assertThat(hostile.console()).isEmpty();
        assertThat(Pages.data(hostile.page())).isEqualTo(WritePageTest.hostile("</script>" + SHOUTS));
    }

    /** Were a text to get through all the same, the page's policy would stop it; without both it does what it likes. */
    @Test
    void hostileText_notEscaped_isStoppedByThePolicyAlone() throws Exception {
        assertThat(Browser.open(scratch, with(unguarded(PAGE), SHOUTS), 1280).page()).contains("<title>owned</title>");

        Browser.Seen stopped = Browser.open(scratch, with(PAGE, SHOUTS), 1280);
        assertThat(stopped.page()).contains("<title>Sealed Join, night of 15 October 2016</title>");
        assertThat(stopped.console()).anyMatch(line -> line.contains("Content Security Policy"));
    }

    @Test
    void page_onAPhone_doesNotScrollSideways() throws Exception {
        String measure = "<script>addEventListener('load', () => document.documentElement.dataset.wide ="
                + " document.documentElement.scrollWidth > innerWidth)</script>";

        assertThat(Browser.open(scratch, with(unguarded(PAGE), measure), 500).page()).contains("data-wide=\"false\"");
    }
}
