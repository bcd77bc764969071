package org.sealedjoin.products.safety;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.sealedjoin.generate.LabelledWorld;

/** People of generated worlds with their evidence, their score and the truth about them. */
final class Measured {
    /** One linked person; {@code told} are the words of the rows about the person. */
    record Person(SlowSignals.Known known, LabelledWorld.Linked truth, double score, List<String> told) {
        boolean named() {
            return !told.isEmpty();
        }

        boolean sanctioned() {
            return known.evidence().get(Evidence.BANNED) + known.evidence().get(Evidence.DISABLED) > 0;
        }
    }

    private Measured() {}

    /** Everybody of worlds of 20,000 people. */
    static List<Person> worlds(SafetyPolicy policy, long... seeds) {
        var people = new ArrayList<Person>();
        for (long seed : seeds) {
            LabelledWorld world = LabelledWorld.of(20_000, seed);
            var slow = new SlowSignals(SignalWorld.of(world), policy);
            List<SlowSignals.Known> known = slow.all();
            for (int i = 0; i < known.size(); i++) {
                double score = slow.score(known.get(i));
                List<String> told = score < policy.threshold()
                        ? List.of()
                        : slow.told(known.get(i), score).stream()
                                .map(row -> row.split(" ")[2])
                                .toList();
                people.add(new Person(known.get(i), world.linked().get(i), score, told));
            }
        }
        return people;
    }

    /** {@code hits / of = share (lowest to highest)}: a share with its 95 % interval after Wilson (JASA 22, 1927). */
    static String share(long hits, long of) {
        if (of == 0) {
            return "0 / 0";
        }
        double z = 1.959964;
        double p = (double) hits / of;
        double middle = (p + z * z / (2 * of)) / (1 + z * z / of);
        double half = z * Math.sqrt(p * (1 - p) / of + z * z / (4.0 * of * of)) / (1 + z * z / of);
        return String.format(
                Locale.ROOT,
                "%d / %d = %.3f (%.3f to %.3f)",
                hits,
                of,
                p,
                Math.max(0, middle - half),
                Math.min(1, middle + half));
    }

    static long count(List<Person> people, Predicate<Person> which) {
        return people.stream().filter(which).count();
    }
}
