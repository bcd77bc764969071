package org.sealedjoin.products.safety;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sealedjoin.products.safety.SignalWorld.Link;
import org.sealedjoin.products.safety.SignalWorld.Pair;
import org.sealedjoin.products.safety.SignalWorld.Person;
import org.sealedjoin.products.safety.SignalWorld.Report;
import org.sealedjoin.products.safety.SignalWorld.Use;

/** The stage of signals once more, in loops over people: what its result must be. */
public final class SlowSignals {
    private static final LocalDate TODAY = LocalDate.ofInstant(SignalWorld.AS_OF, ZoneOffset.UTC);

    private final SignalWorld world;
    private final SafetyPolicy policy;

    public SlowSignals(SignalWorld world, SafetyPolicy policy) {
        this.world = world;
        this.policy = policy;
    }

    /** What is known of one person. */
    record Known(Link link, Map<Evidence, Double> evidence, Map<Evidence, LocalDate> days) {
        double[] vector() {
            return evidence.values().stream().mapToDouble(each -> each).toArray();
        }
    }

    private record Counted(long reporter, long weight, LocalDate day) {}

    /** Sum of weights, and the newest day. */
    private record Weight(double reports, LocalDate day) {}

    /** {@code platform subject signal score day} of everybody who is named. */
    List<String> told() {
        var told = new ArrayList<String>();
        for (Known known : all()) {
            double score = score(known);
            if (score >= policy.threshold()) {
                told.addAll(told(known, score));
            }
        }
        told.sort(null);
        return told;
    }

    /** What both platforms are told of a person of this score. */
    List<String> told(Known known, double score) {
        var told = new ArrayList<String>();
        told.addAll(told(known, "messaging", known.link.user(), "social", score));
        told.addAll(told(known, "social", known.link.account(), "messaging", score));
        return told;
    }

    double score(Known known) {
        double logOdds = policy.model().intercept();
        for (var each : known.evidence.entrySet()) {
            logOdds += each.getValue() * policy.model().weight(each.getKey());
        }
        double probability = 1 / (1 + Math.exp(-logOdds));
        return Math.min(999, Math.floor(probability * 1000)) / 1000;
    }

    private List<String> told(Known known, String platform, long subject, String other, double score) {
        var weights = new TreeMap<Signal, Double>();
        var days = new HashMap<Signal, LocalDate>();
        for (Evidence evidence : Evidence.values()) {
            if (evidence.origin().word().equals(other)) {
                weights.merge(
                        evidence.signal(),
                        known.evidence.get(evidence) * policy.model().weight(evidence),
                        Double::sum);
                days.put(evidence.signal(), known.days.get(evidence));
            }
        }
        Signal most = weights.keySet().iterator().next();
        for (Signal signal : weights.keySet()) {
            most = weights.get(signal) > weights.get(most) ? signal : most;
        }
        return weights.get(most) < Math.log(2)
                ? List.of()
                : List.of(platform + " " + subject + " " + most.word() + " " + score + " " + days.get(most));
    }

    List<Known> all() {
        Map<Long, List<Use>> usage = world.usage.stream().collect(Collectors.groupingBy(Use::user));
        Map<String, Person> people = new HashMap<>();
        world.people.forEach(person -> people.put(person.platform() + person.id(), person));
        Map<Long, SignalWorld.Number> numbers = new HashMap<>();
        world.numbers.forEach(number -> numbers.put(number.user(), number));
        Map<Long, Weight> byUsers = weights("messaging", people);
        Map<Long, Weight> byAccounts = weights("social", people);
        var all = new ArrayList<Known>();
        for (Link link : world.links) {
            var known = new Known(link, new EnumMap<>(Evidence.class), new EnumMap<>(Evidence.class));
            use(known, usage.getOrDefault(link.user(), List.of()));
            reports(known, Evidence.MESSAGING_REPORTS, byUsers.get(link.user()));
            reports(known, Evidence.SOCIAL_REPORTS, byAccounts.get(link.account()));
            var number = numbers.get(link.user());
            put(
                    known,
                    Evidence.NUMBER_CHANGES,
                    number == null ? 0 : Math.log1p(number.changes()),
                    number == null ? null : LocalDate.ofInstant(number.at(), ZoneOffset.UTC));
            put(known, Evidence.BANNED, is(people.get("messaging" + link.user()), "banned"), TODAY);
            put(known, Evidence.DISABLED, is(people.get("social" + link.account()), "disabled"), TODAY);
            all.add(known);
        }
        return all;
    }

    private static double is(Person person, String status) {
        return person != null && person.status().equals(status) ? 1 : 0;
    }

    private static void put(Known known, Evidence evidence, double value, LocalDate day) {
        known.evidence.put(evidence, value);
        known.days.put(evidence, day);
    }

    private static void reports(Known known, Evidence evidence, Weight weight) {
        put(
                known,
                evidence,
                weight == null ? 0 : Math.log1p(Math.min(weight.reports, SafetyPolicy.MOST_REPORTS)),
                weight == null ? null : weight.day);
    }

    private void use(Known known, List<Use> rows) {
        var strangers = new TreeMap<LocalDate, Long>();
        var unanswered = new TreeMap<LocalDate, Long>();
        for (Use use : rows) {
            if (use.strangers() > 0
                    && use.day().isBefore(TODAY)
                    && !use.day().isBefore(TODAY.minusDays(policy.windowDays()))) {
                long silent = Math.max(0, use.recipients() - use.replied());
                strangers.merge(use.day(), use.strangers(), Math::max);
                unanswered.merge(use.day(), Math.min(use.strangers(), silent), Math::max);
            }
        }
        LocalDate recent = TODAY.minusDays(policy.recentDays());
        double busiest = strangers.tailMap(recent, true).values().stream()
                .mapToLong(each -> each)
                .max()
                .orElse(0);
        double earlier = sum(strangers.headMap(recent, false).values());
        double usual = earlier / (policy.windowDays() - policy.recentDays()) + 5;
        LocalDate newest = strangers.isEmpty() ? null : strangers.lastKey();
        put(known, Evidence.UNANSWERED, Math.log1p(sum(unanswered.values())), newest);
        put(known, Evidence.BURST, Math.max(0, Math.log((busiest + 5) / usual)), newest);
    }

    private static double sum(java.util.Collection<Long> values) {
        return values.stream().mapToLong(each -> each).sum();
    }

    private Map<Long, Weight> weights(String platform, Map<String, Person> people) {
        Map<Long, Map<Long, Report>> byTarget = new HashMap<>();
        Map<Long, Set<Long>> named = new HashMap<>();
        for (Report report : world.reports) {
            Duration ago = Duration.between(report.at(), SignalWorld.AS_OF);
            if (report.platform().equals(platform)
                    && !ago.isNegative()
                    && ago.compareTo(Duration.ofDays(policy.windowDays())) < 0
                    && report.reporter() != report.reported()) {
                byTarget.computeIfAbsent(report.reported(), target -> new HashMap<>())
                        .merge(
                                report.reporter(),
                                report,
                                (one, other) -> one.at().isAfter(other.at()) ? one : other);
                named.computeIfAbsent(report.reporter(), reporter -> new HashSet<>())
                        .add(report.reported());
            }
        }
        var counted = new HashMap<Long, List<Counted>>();
        byTarget.forEach((target, reports) -> counted.put(target, strongest(platform, reports, named, people)));
        Map<Pair, Integer> together = new HashMap<>();
        for (List<Counted> reporters : counted.values()) {
            for (Counted one : reporters) {
                for (Counted other : reporters) {
                    together.merge(new Pair(one.reporter, other.reporter), 1, Integer::sum);
                }
            }
        }
        Set<Pair> ties = ties(platform);
        var weights = new HashMap<Long, Weight>();
        counted.forEach((target, reporters) -> {
            List<Counted> left = independent(reporters, ties, together);
            if (!left.isEmpty()) {
                double sum = left.stream().mapToLong(Counted::weight).sum() / 1000.0;
                weights.put(
                        target,
                        new Weight(
                                sum,
                                left.stream()
                                        .map(Counted::day)
                                        .max(Comparator.naturalOrder())
                                        .orElseThrow()));
            }
        });
        return weights;
    }

    private List<Counted> strongest(
            String platform, Map<Long, Report> reports, Map<Long, Set<Long>> named, Map<String, Person> people) {
        var counted = new ArrayList<Counted>();
        reports.forEach((reporter, report) -> {
            Person person = people.get(platform + reporter);
            if (person != null && person.status().equals("active")) {
                long days = Math.floorDiv(
                        Duration.between(person.since(), report.at()).getSeconds(), 86_400L);
                long age = Math.max(0, Math.min(days, policy.establishedDays()));
                long weight = age
                        * 1000
                        / policy.establishedDays()
                        * 3
                        / Math.max(3, named.get(reporter).size());
                counted.add(new Counted(reporter, weight, LocalDate.ofInstant(report.at(), ZoneOffset.UTC)));
            }
        });
        counted.sort(Comparator.comparingLong(Counted::weight).reversed().thenComparingLong(Counted::reporter));
        return counted.subList(0, Math.min(counted.size(), SafetyPolicy.MOST_REPORTERS));
    }

    private static List<Counted> independent(List<Counted> all, Set<Pair> ties, Map<Pair, Integer> together) {
        var degrees = new HashMap<Long, Integer>();
        for (Counted one : all) {
            degrees.put(one.reporter, (int) all.stream()
                    .filter(other -> tied(one, other, ties, together))
                    .count());
        }
        return all.stream()
                .filter(one -> all.stream()
                        .filter(other -> tied(one, other, ties, together))
                        .noneMatch(other -> degrees.get(other.reporter) > degrees.get(one.reporter)
                                || (degrees.get(other.reporter).equals(degrees.get(one.reporter))
                                        && other.reporter < one.reporter)))
                .toList();
    }

    private static boolean tied(Counted one, Counted other, Set<Pair> ties, Map<Pair, Integer> together) {
        var pair = new Pair(one.reporter, other.reporter);
        return one.reporter != other.reporter
                && (ties.contains(pair) || together.getOrDefault(pair, 0) >= SafetyPolicy.IN_CONCERT);
    }

    private Set<Pair> ties(String platform) {
        var ties = new HashSet<Pair>();
        var users = new HashMap<Long, Long>();
        world.links.forEach(link -> users.put(link.account(), link.user()));
        for (List<Pair> pairs : List.of(world.friendships, world.edges, world.sameNumber)) {
            for (Pair pair : pairs) {
                Long one = platform.equals("social") ? Long.valueOf(pair.account()) : users.get(pair.account());
                Long other = platform.equals("social") ? Long.valueOf(pair.other()) : users.get(pair.other());
                if (one != null && other != null) {
                    ties.add(new Pair(one, other));
                    ties.add(new Pair(other, one));
                }
            }
        }
        return ties;
    }
}
