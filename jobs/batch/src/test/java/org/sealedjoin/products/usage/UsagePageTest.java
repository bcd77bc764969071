package org.sealedjoin.products.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sealedjoin.privacy.Epsilon;

/** The figures of docs/usage.md are those of the code. */
class UsagePageTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "usage.md");
    private static final Epsilon MONTH = new Epsilon(1_000_000);
    /** People of a day by region; the last two regions are too small to be told. */
    private static final Map<String, Long> PEOPLE = Map.of(
            "AA",
            6_000_000L,
            "BB",
            2_000_000L,
            "CC",
            1_000_000L,
            "DD",
            300_000L,
            "EE",
            100_000L,
            "FF",
            30_000L,
            "GG",
            10_000L,
            "HH",
            5_000L,
            "II",
            1_000L,
            "JJ",
            0L);

    private static final UsagePolicy POLICY = new UsagePolicy(List.copyOf(PEOPLE.keySet()), 50, 100);
    private static final int KEYS = 200;

    @Test
    void page_losses_areThoseOfTheCode() throws IOException {
        var rows = new StringBuilder();
        for (Measure measure : Measure.values()) {
            double scale =
                    measure.sensitivity(POLICY) / measure.lossOfRegions(MONTH).asDouble();
            rows.append(String.format(
                    Locale.ROOT,
                    "| `%s` | %s | %s | %.0f | %s |%n",
                    measure.groups().get(0).metrics().get(0),
                    measure.length().name().toLowerCase(Locale.ROOT),
                    measure.loss(MONTH),
                    scale,
                    measure == Measure.MESSAGES
                            ? "as people of the day"
                            : new TellUsage(POLICY, MONTH).least(measure)));
        }

        assertThat(Files.readString(PAGE)).contains(rows.toString());
    }

    @Test
    void page_errors_areThoseOfTwoHundredKeys() throws IOException {
        var errors = new HashMap<String, List<Double>>();
        Instant night = Instant.parse("2016-10-03T00:00:00Z");
        for (int key = 0; key < KEYS; key++) {
            Map<String, Double> told = new UsageLab(POLICY, MONTH, key)
                    .night(
                            night,
                            EnumSet.of(Measure.DAILY, Measure.MESSAGES, Measure.WEEKLY, Measure.MONTHLY),
                            (measure, span, part, region) -> truth(measure, region));
            for (String region : List.of("all", "CC", "EE", "GG", "HH")) {
                note(errors, told, "daily_active_people", region, "2016-10-01", truth("DAILY", region));
                note(errors, told, "messages_per_active_person", region, "2016-10-01", 12);
                note(errors, told, "weekly_active_people", region, "2016-W39", truth("WEEKLY", region));
                note(errors, told, "monthly_active_people", region, "2016-09", truth("MONTHLY", region));
            }
        }

        var rows = new StringBuilder();
        for (String metric : List.of(
                "daily_active_people", "messages_per_active_person", "weekly_active_people", "monthly_active_people")) {
            for (String region : List.of("all", "CC", "EE", "GG", "HH")) {
                rows.append(row(metric, region, errors.getOrDefault(metric + " " + region, List.of())));
            }
        }
        assertThat(Files.readString(PAGE)).contains(rows.toString());
    }

    /** Twelve messages each; half as many people again are there in a week, and twice as many in a month. */
    private static long truth(String measure, String region) {
        long people = region.equals("all")
                ? PEOPLE.values().stream().mapToLong(Long::longValue).sum() + 25_000
                : region.equals("rest") ? 25_000 : PEOPLE.getOrDefault(region, 0L);
        return switch (measure) {
            case "MESSAGES" -> 12 * people;
            case "WEEKLY" -> people * 3 / 2;
            case "MONTHLY" -> people * 2;
            default -> people;
        };
    }

    private static void note(
            Map<String, List<Double>> errors,
            Map<String, Double> told,
            String metric,
            String region,
            String period,
            double truth) {
        Double value = told.get(metric + " " + region + " " + period);
        if (value != null) {
            errors.computeIfAbsent(metric + " " + region, none -> new ArrayList<>())
                    .add(Math.abs(value - truth));
        }
    }

    private static String row(String metric, String region, List<Double> errors) {
        boolean quotient = metric.startsWith("messages");
        double truth =
                quotient ? 12 : truth(metric.substring(0, metric.indexOf('_')).toUpperCase(Locale.ROOT), region);
        double[] sorted =
                errors.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        long people = truth("DAILY", region);
        String told = String.format(Locale.ROOT, "| `%s` | %d | %d of %d ", metric, people, sorted.length, KEYS);
        if (sorted.length < KEYS / 2) {
            return told + String.format(Locale.ROOT, "| | |%n");
        }
        double error = sorted[(int) Math.ceil(0.95 * sorted.length) - 1];
        return told
                + String.format(
                        Locale.ROOT,
                        quotient ? "| %.2f | %.2f %% |%n" : "| %.0f | %.2f %% |%n",
                        error,
                        100 * error / truth);
    }
}
