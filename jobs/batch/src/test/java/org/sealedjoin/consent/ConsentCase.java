package org.sealedjoin.consent;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.table.Table;
import org.sealedjoin.testing.LocalSpark;

/** One input of the stage, as plain rows, and what the stage made of it. */
public record ConsentCase(
        ConsentPolicy policy,
        Instant asOf,
        Instant executedAt,
        List<Terms> terms,
        List<Person> people,
        List<Event> events) {
    /** A row of terms. */
    public record Terms(
            String version, Instant announcedAt, Instant effectiveAt, int objectionDays, String optInRegions) {}

    /** A user, with registeredAt, or an account, with birthDate (null: unknown). */
    public record Person(
            String platform, long id, String status, String region, Instant registeredAt, LocalDate birthDate) {}

    /** A row of consent_events. */
    public record Event(
            String id,
            String platform,
            long subjectId,
            String purpose,
            String decision,
            String version,
            Instant occurredAt,
            Instant recordedAt) {}

    /** Who is asked about, and for what. */
    public record Question(String platform, long id, String purpose) implements Comparable<Question> {
        @Override
        public int compareTo(Question other) {
            return (platform + id + purpose).compareTo(other.platform + other.id + other.purpose);
        }
    }

    /** What came out. */
    public record Answer(boolean allowed, String reason) {}

    /** The same case with other events. */
    public ConsentCase withEvents(List<Event> others) {
        return new ConsentCase(policy, asOf, executedAt, terms, people, others);
    }

    /** The rows of the stage's output, before anything runs. */
    public Dataset<Row> decisions() {
        return decisionsIn(LocalSpark.session());
    }

    /** The same in a session of other settings. */
    Dataset<Row> decisionsIn(SparkSession spark) {
        return new DecideConsent(policy, asOf, executedAt)
                .apply(
                        rows(spark, Inputs.MESSAGING_USERS, of("messaging"), ConsentCase::userRow),
                        rows(spark, Inputs.SOCIAL_ACCOUNTS, of("social"), ConsentCase::accountRow),
                        rows(spark, Inputs.CONSENT_EVENTS, events.stream(), ConsentCase::eventRow),
                        rows(spark, Inputs.TERMS, terms.stream(), ConsentCase::termsRow));
    }

    /** Runs the stage; fails if it answers a question twice. */
    public Map<Question, Answer> answers() {
        return answersOf(decisions());
    }

    static Map<Question, Answer> answersOf(Dataset<Row> decisions) {
        var answers = new TreeMap<Question, Answer>();
        for (Row row : decisions.collectAsList()) {
            for (String purpose : Purpose.words()) {
                var question = new Question(row.getAs("platform"), row.<Long>getAs("subject_id"), purpose);
                String reason = row.getAs(purpose);
                var answer = new Answer(ConsentReason.allowingWords().contains(reason), reason);
                if (answers.put(question, answer) != null) {
                    throw new AssertionError("two answers to " + question);
                }
            }
        }
        return answers;
    }

    private Stream<Person> of(String platform) {
        return people.stream().filter(person -> person.platform().equals(platform));
    }

    private static <T> Dataset<Row> rows(SparkSession spark, Table table, Stream<T> things, Function<T, Row> row) {
        var rows = new ArrayList<Row>();
        things.map(row).forEach(rows::add);
        return spark.createDataFrame(rows, table.schema());
    }

    private static Row userRow(Person person) {
        Timestamp joined = timestamp(person.registeredAt());
        return RowFactory.create(person.id(), "+1", person.region(), joined, joined, person.status());
    }

    private static Row accountRow(Person person) {
        Date born = person.birthDate() == null ? null : Date.valueOf(person.birthDate());
        return RowFactory.create(person.id(), person.region(), true, born, person.status(), timestamp(Instant.EPOCH));
    }

    private static Row eventRow(Event event) {
        return RowFactory.create(
                event.id(),
                event.platform(),
                event.subjectId(),
                event.purpose(),
                event.decision(),
                event.version(),
                timestamp(event.occurredAt()),
                timestamp(event.recordedAt()));
    }

    private static Row termsRow(Terms terms) {
        return RowFactory.create(
                terms.version(),
                timestamp(terms.announcedAt()),
                timestamp(terms.effectiveAt()),
                terms.objectionDays(),
                terms.optInRegions());
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.from(instant);
    }
}
