package org.sealedjoin.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sealedjoin.products.friends.Feature;
import org.sealedjoin.products.friends.RankingModel;

/**
 * The {@code friends} job under the default policies, as plain SQL: the resource {@code friends.sql}.
 *
 * @param steps in the order in which they are run
 */
record PeerScript(List<Step> steps) {
    /** What becomes of the rows of a step. */
    enum Kind {
        VIEW,
        TABLE,
        DROP,
        OUTPUT
    }

    /** One statement. */
    record Step(String stage, Kind kind, String name, String query) {}

    private static final int MAX_ENTRY_AGE_DAYS = 3_650;
    private static final Pattern HEAD = Pattern.compile("-- (stage|view|table|drop|output) (.+)");
    private static final Pattern TOKEN = Pattern.compile("\\{token:([^,}]+),([^}]+)}");
    private static final Pattern WEIGHT = Pattern.compile("\\{weight:([a-z_]+)}");

    PeerScript {
        steps = List.copyOf(steps);
    }

    /** The shipped script. */
    static PeerScript ofFriends() {
        try (InputStream in = Objects.requireNonNull(PeerScript.class.getResourceAsStream("friends.sql"))) {
            return parse(new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static PeerScript parse(String text) {
        var steps = new ArrayList<Step>();
        String stage = "";
        for (String block : text.split("\n\n", -1)) {
            var query = new StringBuilder();
            String kind = "";
            String name = "";
            for (String line : block.lines().toList()) {
                Matcher head = HEAD.matcher(line);
                if (head.matches() && head.group(1).equals("stage")) {
                    stage = head.group(2);
                } else if (head.matches()) {
                    kind = head.group(1);
                    name = head.group(2);
                    if (kind.equals("drop")) {
                        steps.add(new Step(stage, Kind.DROP, name, ""));
                    }
                } else if (!line.startsWith("--")) {
                    query.append(line).append('\n');
                }
            }
            if (!kind.isEmpty() && !kind.equals("drop")) {
                steps.add(new Step(
                        stage,
                        Kind.valueOf(kind.toUpperCase(java.util.Locale.ROOT)),
                        name,
                        withoutEnd(query.toString())));
            }
        }
        return new PeerScript(steps);
    }

    private static String withoutEnd(String statement) {
        return statement.strip().replaceFirst(";$", "");
    }

    /** The script with some text of its statements replaced, to see whether a job with another rule is told apart. */
    PeerScript with(String text, String other) {
        if (steps.stream().noneMatch(step -> step.query().contains(text))) {
            throw new IllegalArgumentException("No statement holds: " + text);
        }
        return new PeerScript(steps.stream()
                .map(step -> new Step(
                        step.stage(), step.kind(), step.name(), step.query().replace(text, other)))
                .toList());
    }

    /** A statement as an engine understands it. */
    static String filled(String query, Engine engine, Instant asOf, Instant executedAt) {
        LocalDate day = LocalDate.ofInstant(asOf, ZoneOffset.UTC);
        int today = day.getYear() * 10_000 + day.getMonthValue() * 100 + day.getDayOfMonth();
        RankingModel model = RankingModel.shipped();
        String dated = query.replace("{as_of}", engine.instant(asOf))
                .replace("{executed_at}", engine.instant(executedAt))
                .replace("{oldest_entry}", engine.instant(asOf.minus(MAX_ENTRY_AGE_DAYS, ChronoUnit.DAYS)))
                .replace("{today}", Integer.toString(today))
                .replace("{intercept}", number(model.intercept()));
        String weighed = WEIGHT.matcher(dated)
                .replaceAll(
                        found -> number(model.weight(Feature.of(found.group(1)).orElseThrow())));
        return TOKEN.matcher(weighed)
                .replaceAll(found -> Matcher.quoteReplacement(engine.token(found.group(1), found.group(2))));
    }

    /** With an exponent: without one both engines take it for a decimal. */
    private static String number(double value) {
        return "(" + value + (Double.toString(value).contains("E") ? "" : "e0") + ")";
    }
}
