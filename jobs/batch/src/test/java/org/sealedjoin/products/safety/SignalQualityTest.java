package org.sealedjoin.products.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.sealedjoin.products.friends.FitLogistic;

/** How good the shipped weights are on worlds that they were not fitted to, and that the page says so. The stage's twin reckons: no Spark. */
class SignalQualityTest {
    private static final Path PAGE =
            Path.of(System.getProperty("project.root", "../..")).resolve("docs/safety.md");
    private static final SafetyPolicy POLICY = new SafetyPolicy(0.8, 28, 7, 180, 180, SafetyModel.shipped());
    private static final double[] BINS = {0, 0.05, 0.2, 0.5, 0.8, 0.95, 1};
    private static final double[] THRESHOLDS = {0.5, 0.7, 0.8, 0.9, 0.95};

    private static List<Measured.Person> people;

    @BeforeAll
    static void measure() {
        people = Measured.worlds(POLICY, 201, 202);
    }

    @Test
    void page_figures_areThoseMeasured() throws IOException {
        var lines = new ArrayList<String>();
        for (double threshold : THRESHOLDS) {
            lines.add("| " + threshold + " | " + quality(people, threshold) + " |");
            lines.add("| " + threshold + ", no sanctions | "
                    + quality(people.stream().filter(each -> !each.sanctioned()).toList(), threshold) + " |");
        }
        people.stream()
                .collect(Collectors.groupingBy(each -> each.truth().role(), TreeMap::new, Collectors.toList()))
                .forEach((role, group) -> lines.add("| `" + role + "` | "
                        + Measured.share(Measured.count(group, Measured.Person::named), group.size()) + " |"));
        List<Measured.Person> harmless = people.stream()
                .filter(each -> !each.truth().abusive() && !each.sanctioned())
                .toList();
        lines.add("| harmless, as they are | "
                + Measured.share(Measured.count(harmless, Measured.Person::named), harmless.size()) + " |");
        lines.add("| harmless, all brigaded in full | "
                + Measured.share(
                        Measured.count(harmless, each -> fullyReported(each) >= POLICY.threshold()), harmless.size())
                + " |");
        for (String word : Signal.words()) {
            List<Measured.Person> told =
                    people.stream().filter(each -> each.told().contains(word)).toList();
            lines.add("| `" + word + "` | "
                    + Measured.share(Measured.count(told, each -> each.truth().abusive()), told.size()) + " |");
        }
        for (int bin = 1; bin < BINS.length; bin++) {
            lines.add(reliability(BINS[bin - 1], BINS[bin]));
        }
        for (Evidence evidence : Evidence.values()) {
            lines.add("| `" + evidence.word() + "` | " + POLICY.model().weight(evidence) + " |");
        }
        String page = Files.readString(PAGE);

        assertThat(lines.stream().filter(line -> !page.contains(line + "\n")))
                .as("lines that docs/safety.md must hold")
                .isEmpty();
    }

    private static String quality(List<Measured.Person> of, double threshold) {
        long named = Measured.count(of, each -> each.score() >= threshold);
        long right = Measured.count(
                of, each -> each.score() >= threshold && each.truth().abusive());
        return Measured.share(right, named) + " | "
                + Measured.share(right, Measured.count(of, each -> each.truth().abusive()));
    }

    /** The score if as many reports as count at all stood against the person, on both platforms. */
    private static double fullyReported(Measured.Person person) {
        Map<Evidence, Double> evidence = new EnumMap<>(person.known().evidence());
        evidence.put(Evidence.MESSAGING_REPORTS, Math.log1p(SafetyPolicy.MOST_REPORTS));
        evidence.put(Evidence.SOCIAL_REPORTS, Math.log1p(SafetyPolicy.MOST_REPORTS));
        var known = new SlowSignals.Known(
                person.known().link(), evidence, person.known().days());
        return new SlowSignals(new SignalWorld(), POLICY).score(known);
    }

    private static String reliability(double from, double to) {
        List<Measured.Person> within = people.stream()
                .filter(each -> each.score() >= from && each.score() < to)
                .toList();
        double mean =
                within.stream().mapToDouble(Measured.Person::score).average().orElse(0);
        return String.format(
                Locale.ROOT,
                "| %.2f to %.2f | %.3f | %s |",
                from,
                to,
                mean,
                Measured.share(Measured.count(within, each -> each.truth().abusive()), within.size()));
    }

    @Test
    void innocents_brigadedOrBusy_areHardlyEverNamed() {
        assertThat(Measured.count(people, each -> each.truth().role().equals("brigaded") && !each.sanctioned()))
                .isGreaterThan(80);
        assertThat(Measured.count(
                        people, each -> each.truth().role().equals("brigaded") && !each.sanctioned() && each.named()))
                .isZero();
        List<Measured.Person> busy = people.stream()
                .filter(each -> Set.of("teacher", "shop", "mover", "recycled")
                        .contains(each.truth().role()))
                .toList();
        assertThat(busy).hasSizeGreaterThan(400);
        assertThat(Measured.count(busy, each -> each.named() && !each.truth().abusive()) / (double) busy.size())
                .isLessThan(0.02);
    }

    /** The weights again, from the worlds that the page names. */
    @Test
    @EnabledIfSystemProperty(named = "test.cases", matches = "all")
    void shippedWeights_fittedAgain_areTheSame() {
        List<Measured.Person> fitted = Measured.worlds(POLICY, 101, 102, 103, 104);
        double[][] examples = fitted.stream().map(each -> each.known().vector()).toArray(double[][]::new);
        boolean[] labels = new boolean[fitted.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = fitted.get(i).truth().abusive();
        }
        FitLogistic.Fitted model = new FitLogistic(
                        Collections.nCopies(Evidence.values().length, FitLogistic.Allowed.NOT_NEGATIVE))
                .fit(examples, labels);
        Map<Evidence, Double> weights = new EnumMap<>(Evidence.class);
        for (Evidence evidence : Evidence.values()) {
            weights.put(evidence, Math.round(model.weights()[evidence.ordinal()] * 1000) / 1000.0);
        }

        assertThat(new SafetyModel(Math.round(model.intercept() * 1000) / 1000.0, weights))
                .isEqualTo(SafetyModel.shipped());
    }
}
