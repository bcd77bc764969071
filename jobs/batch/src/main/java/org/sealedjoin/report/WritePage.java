package org.sealedjoin.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The page that a person looks at after a run: one file that needs nothing else and may ask nobody for anything.
 *
 * <p>In: a manifest. Out: HTML, with the manifest in it word for word. Every figure on the page is one of the manifest's or a share of
 * two of them, and carries its place. Scripts and styles run only if their digests stand in the page's own policy, so a text that were
 * to break out of its place could still do nothing.
 */
public final class WritePage {
    /** Opens the block that holds the manifest. */
    public static final String DATA = "<script type=\"application/json\" id=\"manifest\">";

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    /** What the chart library puts into each chart, with the class name that page.js gives it. */
    private static final String STYLE_OF_CHARTS = ":where(.sj) {\n  --plot-background: white;\n  display: block;\n"
            + "  height: auto;\n  height: intrinsic;\n  max-width: 100%;\n}\n:where(.sj text),\n:where(.sj tspan) {\n  white-space: pre;\n}";

    /** The page of the run that {@code manifest} tells of. */
    public String apply(JsonNode manifest) {
        var told = new Told(manifest);
        List<String> scripts = List.of(resource("d3.min.js"), resource("plot.min.js"), resource("page.js"));
        String style = resource("page.css");
        var page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">");
        page.append("<head>");
        Html.of("meta").with("charset", "utf-8").writeTo(page);
        Html.of("meta")
                .with("http-equiv", "Content-Security-Policy")
                .with("content", policy(scripts, List.of(style, STYLE_OF_CHARTS)))
                .writeTo(page);
        Html.of("meta").with("name", "viewport").with("content", "width=device-width, initial-scale=1").writeTo(page);
        Html.of("meta").with("name", "color-scheme").with("content", "light dark").writeTo(page);
        Html.of("meta").with("name", "referrer").with("content", "no-referrer").writeTo(page);
        Html.of("link").with("rel", "icon").with("href", "data:,").writeTo(page);
        Html.of("title", "Sealed Join, night of " + day(told)).writeTo(page);
        page.append("<style>").append(style).append("</style></head><body>\n");
        body(told).forEach(part -> {
            part.writeTo(page);
            page.append('\n');
        });
        page.append(DATA).append(json(manifest)).append("</script>\n");
        scripts.forEach(script -> page.append("<script>").append(script).append("</script>\n"));
        return page.append("</body></html>\n").toString();
    }

    private static List<Html> body(Told told) {
        Html main = Html.of(
                        "main",
                        new TellVerdict().apply(told),
                        new TellProducts().apply(told),
                        new TellPeople().apply(told),
                        new TellConsent().apply(told),
                        new TellNights().apply(told),
                        new TellChanges().apply(told),
                        new TellInput().apply(told),
                        new TellGuarantees().apply(told),
                        new TellRun().time(told),
                        new TellRun().what(told))
                .with("id", "main")
                .with("tabindex", "-1");
        return List.of(
                Html.of("a", "Skip to the verdict").as("skip").with("href", "#main"), header(told), contents(), main, footer());
    }

    private static Html header(Told told) {
        return Html.of(
                        "header",
                        Html.of(
                                "div",
                                Html.of("p", "Sealed Join · nightly run").as("eyebrow"),
                                Html.of(
                                        "h1",
                                        "Night of ",
                                        Html.of("time", day(told)).with("datetime", told.text("/as_of"))),
                                Html.of(
                                                "p",
                                                "As of " + MINUTE.format(Instant.parse(told.text("/as_of"))) + " UTC, made "
                                                        + MINUTE.format(Instant.parse(told.text("/executed_at")))
                                                        + " UTC · run ",
                                                Html.of("code", told.text("/run_id")))
                                        .as("sub")))
                .as("top");
    }

    private static Html contents() {
        Html list = Html.of("ul");
        var sections = List.of(
                "verdict Verdict",
                "products Products",
                "results Results",
                "consent Consent",
                "nights Nights",
                "changes Changes",
                "input Input",
                "guarantees Guarantees",
                "time Time",
                "run What ran");
        for (String section : sections) {
            int space = section.indexOf(' ');
            list.add(Html.of(
                    "li", Html.of("a", section.substring(space + 1)).with("href", "#" + section.substring(0, space))));
        }
        return Html.of("nav", list).with("aria-label", "Sections");
    }

    private static Html footer() {
        return Html.of(
                "footer",
                Html.of(
                        "p",
                        "Every figure is the manifest's, which this page holds as data. Groups of fewer than 20 people are left out, others"
                                + " are rounded to ten; counts of whole tables are exact. The page asks nobody for anything."),
                Parts.details(
                        "Licences of the chart library",
                        Html.of("h3", "Observable Plot"),
                        Html.of("pre", resource("LICENSE-plot.txt")),
                        Html.of("h3", "D3"),
                        Html.of("pre", resource("LICENSE-d3.txt"))));
    }

    private static String day(Told told) {
        return DAY.format(Instant.parse(told.text("/as_of")));
    }

    /** Only these scripts and styles; nothing from anywhere, to nowhere. */
    private static String policy(List<String> scripts, List<String> styles) {
        return "default-src 'none'; script-src " + digests(scripts) + "; style-src " + digests(styles)
                + "; img-src data:; base-uri 'none'; form-action 'none'";
    }

    private static String digests(List<String> texts) {
        var digests = new ArrayList<String>();
        for (String text : texts) {
            try {
                byte[] digest =
                        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
                digests.add("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
        return String.join(" ", digests);
    }

    /** JSON that no HTML parser takes for the end of the block or the start of a comment. */
    private static String json(JsonNode manifest) {
        return manifest.toString()
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    private static String resource(String name) {
        try (InputStream stream =
                Objects.requireNonNull(WritePage.class.getResourceAsStream("/org/sealedjoin/report/" + name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
