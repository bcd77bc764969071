package org.sealedjoin.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page holds before any script has run; {@code PageInBrowserTest} looks at it as people do. */
class WritePageTest {
    private static final ObjectNode MANIFEST = Pages.manifest();
    private static final String PAGE = new WritePage().apply(MANIFEST);

    private static List<String> all(String pattern) {
        return Pattern.compile(pattern, Pattern.DOTALL)
                .matcher(PAGE)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    @Test
    void apply_data_isTheManifest() throws IOException {
        assertThat(Pages.data(PAGE)).isEqualTo(MANIFEST);
    }

    @Test
    void apply_everyFigure_isTheManifestsAtItsPlace() {
        assertThat(Pages.figures(PAGE)).isGreaterThan(300);
        assertThat(Pages.wrongFigures(PAGE, MANIFEST)).isEmpty();
    }

    /** The reader can tell: another manifest's figures are not this page's. */
    @Test
    void wrongFigures_otherManifest_areFound() {
        ObjectNode other = Pages.manifest();
        other.withObject("/sinks").put("products/friend_suggestions", 7);

        assertThat(Pages.wrongFigures(PAGE, other))
                .contains("/sinks/products~1friend_suggestions shown as 7,081, is 7");
    }

    @Test
    void apply_products_tellTheirFunnel() {
        assertThat(text("<article class=\"card\"><h3>Friend suggestions</h3>.*?</article>"))
                .contains("Social accounts 788 100 %")
                .contains("agreed to friends 570 72 %")
                .contains("linked to a messaging user 310 39 %")
                .contains("with suggestions 500 63 %")
                .contains("7,081 rows in products/friend_suggestions");
        assertThat(text("<article class=\"card\"><h3>Abuse signals</h3>.*?</article>"))
                .contains("with a signal fewer than 20");
        assertThat(all("<article class=\"card\"><h3>[^<]*")).hasSize(5);
    }

    private static String text(String pattern) {
        return Pages.unescaped(all(pattern).get(0).replaceAll("<[^>]*>", " ").replaceAll("\\s+", " "));
    }

    @Test
    void apply_jump_isMarkedInVerdictAndTable() {
        assertThat(text("<li class=\"tile look\"><span[^>]*>!</span><div><h3>Changes.*?</li>"))
                .contains("1 jump");
        assertThat(text("<tr><th scope=\"row\"><code>products/friend_suggestions</code></th>.*?</tr>"))
                .contains("! jumped 3,895 7,081 +82 % 60 %");
    }

    @Test
    void apply_firstNight_saysSo() {
        ObjectNode first = Pages.manifest();
        first.remove("changes");

        assertThat(new WritePage().apply(first)).contains("There is no earlier night in this output folder.");
    }

    @Test
    void apply_rewrittenRun_isComparedWithNoNight() {
        ObjectNode rewritten = Pages.manifest();
        rewritten.remove("changes");
        rewritten.putObject("rewritten").put("by", "withdraw");

        assertThat(new WritePage().apply(rewritten))
                .contains("This run was rewritten, and is compared with no night.")
                .doesNotContain("There is no earlier night");
    }

    @Test
    void apply_oneProductsRun_saysWhatWasNotMade() {
        ObjectNode friends = Pages.manifest();
        friends.withObject("/sinks").remove(List.of("products/audience_members", "products/business_eligibility"));

        assertThat(new WritePage().apply(friends).split("Not made in this run", -1))
                .hasSize(3);
    }

    @Test
    void apply_failedCheck_isBad() {
        ObjectNode broken = Pages.manifest();
        ((ObjectNode) broken.path("verify").get(0)).put("violations", 3);

        assertThat(new WritePage().apply(broken))
                .contains("<li class=\"tile bad\">")
                .contains("1 broken");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</script><script>document.title='owned'</script>",
                "<img src=x onerror=alert(1)>",
                "\" onmouseover=\"alert(1)",
                "' autofocus onfocus='alert(1)",
                "<!--<script>",
                "]]>&lt;b&gt;\u2028"
            })
    void apply_hostileText_staysText(String attack) throws IOException {
        ObjectNode hostile = hostile(attack);
        String page = new WritePage().apply(hostile);

        assertThat(Pages.data(page)).isEqualTo(hostile);
        assertThat(page.split("<script", -1)).hasSameSizeAs(PAGE.split("<script", -1));
        String markup = page.replaceAll("(?s)<script.*?</script>|<style>.*?</style>", "");
        assertThat(markup.contains(attack)).isFalse();
        assertThat(Pattern.compile("<[^>]*\\son[a-z]+=\"").matcher(markup).find())
                .isFalse();
    }

    /** The text stands wherever a text of a manifest can come from outside. */
    static ObjectNode hostile(String attack) {
        ObjectNode hostile = Pages.manifest();
        hostile.withArray("/notes").add(attack);
        hostile.withArray("/settings_changed").add(attack);
        hostile.withObject("/config").put(attack, attack);
        ((ObjectNode) hostile.path("inputs").get(0).path("files").get(0)).put("path", attack);
        ((ObjectNode) hostile.path("inputs").get(0)).withObject("/rejected").put(attack, 3);
        hostile.withObject("/counts").withObject("/numbers refused").put(attack, 30);
        hostile.withObject("/stage_seconds").put(attack, 1.5);
        hostile.put("spark_version", attack);
        return hostile;
    }

    @Test
    void apply_policy_allowsThePagesOwnScriptsAndNothingElse() throws Exception {
        String policy = all("<meta http-equiv=\"Content-Security-Policy\" content=\"[^\"]*")
                .get(0);

        assertThat(PAGE.indexOf("Content-Security-Policy")).isLessThan(200);
        assertThat(policy)
                .contains("default-src &#39;none&#39;; script-src &#39;sha256-")
                .contains("base-uri &#39;none&#39;; form-action &#39;none&#39;")
                .doesNotContain("unsafe", "http:", "https:", "*");
        for (String script : all("<script>.*?</script>")) {
            String code = script.substring("<script>".length(), script.length() - "</script>".length());
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(code.getBytes(StandardCharsets.UTF_8));
            assertThat(Pages.unescaped(policy))
                    .contains("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
        }
        assertThat(all("<script>")).hasSize(3);
        assertThat(all("\\s(src|href|action)=\"(?!#|data:,\")[^\"]*\"")).isEmpty();
    }

    @Test
    void apply_structure_servesKeyboardAndScreenReader() {
        assertThat(PAGE).contains("<html lang=\"en\">").contains("<a class=\"skip\" href=\"#main\">");
        assertThat(all("<h1>")).hasSize(1);
        for (String landmark : List.of("<header", "<nav aria-label", "<main id=\"main\"", "<footer>")) {
            assertThat(all(landmark)).as(landmark).hasSize(1);
        }
        int before = 1;
        for (String heading : all("<h[1-6][ >]")) {
            int level = heading.charAt(2) - '0';
            assertThat(level).isLessThanOrEqualTo(before + 1);
            before = level;
        }
        assertThat(all("<table[ >].*?</table>"))
                .isNotEmpty()
                .allSatisfy(table -> assertThat(table).contains("<caption>").contains("scope=\"col\""));
        assertThat(all("<section [^>]*>"))
                .allSatisfy(section -> assertThat(section).contains("aria-labelledby"));
        assertThat(all("<div class=\"scroll\"[^>]*>"))
                .allSatisfy(
                        scroll -> assertThat(scroll).contains("tabindex=\"0\"").contains("aria-label"));
    }

    @Test
    void apply_everyChart_hasATableThatSaysTheSame() {
        List<String> charts = all("<figure class=\"chart.*?</figure>");

        assertThat(charts)
                .hasSizeGreaterThan(7)
                .allSatisfy(chart -> assertThat(chart)
                        .contains("<figcaption>")
                        .contains("aria-hidden=\"true\"")
                        .contains("<table>"));
    }

    /** WCAG 2.2, 1.4.3: text against what it stands on, at least 4.5 to 1, on a light and on a dark screen. */
    @Test
    void style_everyPairOfColours_hasEnoughContrast() {
        String style = all("<style>.*?</style>").get(0);
        var modes = new ArrayList<Map<String, String>>();
        for (String part : style.split("prefers-color-scheme: dark", -1)) {
            var colours = new HashMap<String, String>();
            Pattern.compile("--([a-z0-9-]+): (#[0-9a-f]{6})")
                    .matcher(part)
                    .results()
                    .forEach(found -> colours.putIfAbsent(found.group(1), found.group(2)));
            modes.add(colours);
        }
        assertThat(modes).hasSize(2);
        for (Map<String, String> colours : modes) {
            for (String pair : List.of(
                    "ink paper",
                    "ink card",
                    "quiet paper",
                    "quiet card",
                    "accent card",
                    "good good-wash",
                    "look look-wash",
                    "look card",
                    "bad bad-wash",
                    "bad card",
                    "quiet look-wash",
                    "quiet bad-wash",
                    "ink look-wash")) {
                String[] both = pair.split(" ", -1);
                assertThat(contrast(colours.get(both[0]), colours.get(both[1])))
                        .as(pair)
                        .isGreaterThanOrEqualTo(4.5);
            }
        }
    }

    private static double contrast(String one, String other) {
        double first = luminance(one);
        double second = luminance(other);
        return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
    }

    private static double luminance(String colour) {
        double[] weights = {0.2126, 0.7152, 0.0722};
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            double part = Integer.parseInt(colour.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            sum += weights[i] * (part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
        }
        return sum;
    }
}
