package org.sealedjoin.verify;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF7;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Everything that one person said, and the words of the purposes that the person agreed to: docs/consent.md read a second time, as a
 * plain function of one person.
 *
 * <p>Arguments: platform, status, region, microseconds at which the person joined (null for accounts), day of birth since 1970 (null if
 * unknown), events as {@code purpose, decision, terms_version, occurred, recorded, contradicted}, terms as {@code terms_version, announced,
 * effective, objection_days, opt_in_regions}; instants in microseconds since 1970.
 */
record AskPerson(long asOf, long executedAt, String silence, String lateObjection, boolean regrant)
        implements UDF7<
                String, String, String, @Nullable Long, @Nullable Integer, @Nullable Seq<Row>, Seq<Row>, String[]> {
    private static final int ADULT_YEARS = 18;
    private static final long LONGEST_WINDOW_DAYS = 1_000_000;

    AskPerson(RunFacts facts) {
        this(micros(facts.asOf()), micros(facts.executedAt()), facts.silence(), facts.lateObjection(), facts.regrant());
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    /** One version of the messenger's terms. */
    private record Terms(String version, long announced, long effective, long days, String regions) {
        static Terms of(Row row) {
            String regions = row.getString(4);
            return new Terms(
                    row.getString(0),
                    row.getLong(1),
                    row.getLong(2),
                    row.getInt(3),
                    regions == null ? "" : bare(regions));
        }

        long windowEnd() {
            return effective
                    + Duration.ofDays(Math.min(days, LONGEST_WINDOW_DAYS)).toSeconds() * 1_000_000;
        }

        boolean mustOptIn(String region) {
            return Arrays.asList(regions.split(",", -1)).contains(region);
        }
    }

    /** One thing that the person said. */
    private record Said(long at, boolean denied, @Nullable String version) {}

    /** The person, as far as the rules ask. */
    private record Person(
            String platform,
            String status,
            String region,
            @Nullable Long joined,
            @Nullable Integer born) {
        boolean onMessenger() {
            return platform.equals(Platform.MESSAGING.word());
        }

        boolean mustOptIn(Optional<Terms> inForce) {
            String where = bare(region);
            return where.isEmpty()
                    || inForce.filter(terms -> terms.mustOptIn(where)).isPresent();
        }
    }

    @Override
    public String[] call(
            String platform,
            String status,
            String region,
            @Nullable Long joined,
            @Nullable Integer born,
            @Nullable Seq<Row> events,
            Seq<Row> terms) {
        var person = new Person(platform, status, region, joined, born);
        List<Row> told = events == null ? List.of() : CollectionConverters.asJava(events);
        List<Terms> versions =
                CollectionConverters.asJava(terms).stream().map(Terms::of).toList();
        return Arrays.stream(Purpose.values())
                .filter(purpose -> agreed(person, purpose, told, versions))
                .map(Purpose::word)
                .toArray(String[]::new);
    }

    private boolean agreed(Person person, Purpose purpose, List<Row> told, List<Terms> versions) {
        if (!takesPart(person, purpose)) {
            return false;
        }
        Optional<Terms> inForce = versions.stream()
                .filter(terms -> terms.effective <= asOf)
                .max(Comparator.comparingLong(Terms::effective)
                        .thenComparingLong(Terms::announced)
                        .thenComparing(Terms::version));
        List<Said> said = said(person, purpose, told, inForce);
        if (said.isEmpty()) {
            return silenceAgrees(person, purpose, inForce);
        }
        long newest = said.stream().mapToLong(Said::at).max().orElseThrow();
        // Of several at one instant, the worst decides.
        return said.stream()
                .filter(each -> each.at == newest)
                .allMatch(each -> !each.denied && holds(each, versions, inForce));
    }

    private boolean takesPart(Person person, Purpose purpose) {
        String excused = person.onMessenger() ? "banned" : "disabled";
        boolean active = person.status.equals("active") || (purpose == Purpose.SAFETY && person.status.equals(excused));
        return active && (purpose != Purpose.ADS || person.onMessenger() || isAdult(person.born));
    }

    /** False if the birth date is unknown. */
    private boolean isAdult(@Nullable Integer born) {
        return born != null && isAdult(born, asOf);
    }

    /** Whether a person born on that day since 1970 is of age on the UTC day of an instant; born on 29 February: from 1 March. */
    static boolean isAdult(int born, long atMicros) {
        LocalDate today = Instant.EPOCH
                .plus(atMicros, ChronoUnit.MICROS)
                .atZone(ZoneOffset.UTC)
                .toLocalDate();
        return Period.between(LocalDate.ofEpochDay(born), today).getYears() >= ADULT_YEARS;
    }

    private List<Said> said(Person person, Purpose purpose, List<Row> told, Optional<Terms> inForce) {
        var said = new ArrayList<Said>();
        for (Row event : told) {
            long recorded = event.getLong(4);
            boolean denied = event.getBoolean(5) || !event.getString(1).equals("grant");
            if (!event.getString(0).equals(purpose.word()) || recorded > (denied ? executedAt : asOf)) {
                continue;
            }
            long at = Math.min(event.getLong(3), recorded);
            boolean late = denied && inForce.isPresent() && at >= inForce.get().windowEnd();
            boolean ignored =
                    late && lateObjection.equals("ignore") && person.onMessenger() && !person.mustOptIn(inForce);
            if (!ignored) {
                said.add(new Said(at, denied, event.getString(2)));
            }
        }
        return said;
    }

    private boolean holds(Said grant, List<Terms> versions, Optional<Terms> inForce) {
        return versions.stream()
                .filter(terms -> terms.version.equals(grant.version))
                .anyMatch(terms -> terms.announced <= grant.at
                        && terms.effective <= asOf
                        && (!regrant
                                || inForce.filter(newest -> newest.version.equals(terms.version))
                                        .isPresent()));
    }

    private boolean silenceAgrees(Person person, Purpose purpose, Optional<Terms> inForce) {
        Long joined = person.joined;
        return silence.equals("accept")
                && person.onMessenger()
                && purpose != Purpose.BUSINESS_MESSAGES
                && inForce.isPresent()
                && joined != null
                && joined < inForce.get().announced
                && asOf >= inForce.get().windowEnd()
                && !person.mustOptIn(inForce);
    }

    private static String bare(String regions) {
        return regions.replaceAll("\\s", "").toUpperCase(Locale.ROOT);
    }
}
