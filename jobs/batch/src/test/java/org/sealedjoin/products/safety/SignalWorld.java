package org.sealedjoin.products.safety;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.sealedjoin.generate.LabelledWorld;
import org.sealedjoin.testing.LocalSpark;

/** Rows for the stage of signals, for Spark and for its slow twin. */
public final class SignalWorld {
    public static final Instant AS_OF = LabelledWorld.AS_OF;

    record Link(long user, long account) {}

    record Use(long user, LocalDate day, long recipients, long strangers, long replied) {}

    record Report(String platform, long reporter, long reported, Instant at) {}

    record Person(String platform, long id, Instant since, String status) {}

    record Number(long user, int changes, Instant at) {}

    record Pair(long account, long other) {}

    final List<Link> links = new ArrayList<>();
    final List<Use> usage = new ArrayList<>();
    final List<Report> reports = new ArrayList<>();
    final List<Person> people = new ArrayList<>();
    final List<Number> numbers = new ArrayList<>();
    final List<Pair> friendships = new ArrayList<>();
    final List<Pair> edges = new ArrayList<>();
    final List<Pair> sameNumber = new ArrayList<>();

    /** Somebody active on both platforms since long ago: user {@code id}, account {@code id + 1000000}. */
    void person(long id) {
        person(id, "active", "active", Instant.parse("2014-01-01T00:00:00Z"));
    }

    public void person(long id, String user, String account, Instant since) {
        links.add(new Link(id, account(id)));
        people.add(new Person("messaging", id, since, user));
        people.add(new Person("social", account(id), since, account));
    }

    public static long account(long user) {
        return user + 1_000_000;
    }

    public void used(long user, int daysBack, long recipients, long strangers, long replied) {
        usage.add(new Use(user, LocalDate.parse("2016-10-15").minusDays(daysBack), recipients, strangers, replied));
    }

    public void reported(String platform, long reporter, long reported, int hoursBack) {
        boolean messaging = platform.equals("messaging");
        reports.add(new Report(
                platform,
                messaging ? reporter : account(reporter),
                messaging ? reported : account(reported),
                AS_OF.minusSeconds(3_600L * hoursBack)));
    }

    public void friends(long one, long other) {
        friendships.add(new Pair(account(one), account(other)));
    }

    public void numberChanged(long user, int times, int daysBack) {
        numbers.add(new Number(user, times, AS_OF.minusSeconds(86_400L * daysBack)));
    }

    /** {@code platform subject} of everybody whom the stage names. */
    public List<String> named(SafetyPolicy policy) {
        return new SignalAbuse(policy, AS_OF)
                .apply(tables()).select("platform", "subject_id").collectAsList().stream()
                        .map(row -> row.mkString(" "))
                        .sorted()
                        .toList();
    }

    /** What the reports about a user are worth to the stage's twin, in reporters who count in full. */
    public double reportsOnMessaging(SafetyPolicy policy, long user) {
        return Math.rint(Math.expm1(known(policy, user).evidence().get(Evidence.MESSAGING_REPORTS)) * 1000) / 1000;
    }

    /** The score of a user by the stage's twin. */
    public double score(SafetyPolicy policy, long user) {
        return new SlowSignals(this, policy).score(known(policy, user));
    }

    private SlowSignals.Known known(SafetyPolicy policy, long user) {
        return new SlowSignals(this, policy)
                .all().stream()
                        .filter(known -> known.link().user() == user)
                        .findFirst()
                        .orElseThrow();
    }

    /** Who reported each user on the messaging platform. */
    public Map<Long, List<Long>> reporters() {
        return reports.stream()
                .filter(report -> report.platform.equals("messaging"))
                .collect(Collectors.groupingBy(
                        Report::reported, Collectors.mapping(Report::reporter, Collectors.toList())));
    }

    static SignalWorld of(LabelledWorld world) {
        var rows = new SignalWorld();
        world.linked().forEach(person -> {
            rows.links.add(new Link(person.user(), person.account()));
            if (person.changes() > 0) {
                rows.numbers.add(
                        new Number(person.user(), person.changes(), Instant.ofEpochSecond(person.changedAt())));
            }
        });
        for (Object[] row : world.tables().get("usage_daily")) {
            rows.usage.add(new Use(
                    (Long) row[0], LocalDate.ofEpochDay(whole(row[1])), whole(row[4]), whole(row[5]), whole(row[6])));
        }
        for (Object[] row : world.tables().get("abuse_reports")) {
            rows.reports.add(
                    new Report((String) row[0], (Long) row[1], (Long) row[2], Instant.ofEpochSecond((Long) row[4])));
        }
        for (Object[] row : world.tables().get("messaging_users")) {
            rows.people.add(
                    new Person("messaging", (Long) row[0], Instant.ofEpochSecond((Long) row[3]), (String) row[5]));
        }
        for (Object[] row : world.tables().get("social_accounts")) {
            rows.people.add(new Person("social", (Long) row[0], Instant.ofEpochSecond((Long) row[5]), (String) row[4]));
        }
        for (Object[] row : world.tables().get("social_friendships")) {
            rows.friendships.add(new Pair((Long) row[0], (Long) row[1]));
        }
        return rows;
    }

    private static long whole(Object boxed) {
        return ((java.lang.Number) boxed).longValue();
    }

    SignalAbuse.Tables tables() {
        return new SignalAbuse.Tables(
                rows(
                        links.stream().map(link -> RowFactory.create(link.user, link.account)),
                        "user_id LONG, account_id LONG"),
                rows(
                        usage.stream()
                                .map(use -> RowFactory.create(
                                        use.user, Date.valueOf(use.day), use.recipients, use.strangers, use.replied)),
                        "user_id LONG, day DATE, distinct_recipients LONG, recipients_without_sender_in_book LONG,"
                                + " recipients_who_replied LONG"),
                rows(
                        reports.stream()
                                .map(report -> RowFactory.create(
                                        report.platform, report.reporter, report.reported, Timestamp.from(report.at))),
                        "platform STRING, reporter_id LONG, reported_id LONG, reported_at TIMESTAMP"),
                rows(
                        people.stream()
                                .map(person -> RowFactory.create(
                                        person.platform, person.id, Timestamp.from(person.since), person.status)),
                        "platform STRING, subject_id LONG, since TIMESTAMP, status STRING"),
                rows(
                        numbers.stream()
                                .map(number ->
                                        RowFactory.create(number.user, number.changes, Timestamp.from(number.at))),
                        "user_id LONG, number_changes INT, changed_at TIMESTAMP"),
                rows(
                        friendships.stream().map(pair -> RowFactory.create(pair.account, pair.other)),
                        "account_id LONG, friend_account_id LONG"),
                rows(
                        edges.stream().map(pair -> RowFactory.create("safety", pair.account, pair.other)),
                        "purpose STRING, account_id LONG, contact_account_id LONG"),
                rows(
                        sameNumber.stream().map(pair -> RowFactory.create(pair.account, pair.other)),
                        "account_id LONG, other_account_id LONG"));
    }

    private static Dataset<Row> rows(java.util.stream.Stream<Row> rows, String schema) {
        return LocalSpark.session().createDataFrame(rows.toList(), StructType.fromDDL(schema));
    }
}
