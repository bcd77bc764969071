package org.sealedjoin.verify.attack;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.SinkTable;
import org.sealedjoin.testing.LocalSpark;

/** What a faulty or dishonest pipeline might have done to the tables of the run over {@link org.sealedjoin.verify.WorldToVerify}. */
final class Corruptions {
    private static final SinkTable LINKS = Outputs.ACCOUNT_LINKS;
    private static final SinkTable EDGES = Outputs.CONTACT_EDGES;
    private static final SinkTable SUGGESTIONS = Outputs.FRIEND_SUGGESTIONS;
    private static final SinkTable MEMBERS = Outputs.AUDIENCE_MEMBERS;
    private static final SinkTable REPORTS = Outputs.AUDIENCE_REPORTS;
    private static final SinkTable LEDGER = Outputs.BUDGET_LEDGER;
    private static final SinkTable FIGURES = Outputs.RELEASED_FIGURES;
    private static final SinkTable USAGE = Outputs.USAGE_METRICS;
    private static final String A_DAY = "metric = 'daily_active_people' and period = '2016-10-14' and region = ";
    private static final SinkTable MESSAGES = Outputs.BUSINESS_ELIGIBILITY;
    private static final SinkTable REACH = Outputs.REACH_REPORTS;
    private static final Timestamp SINCE = Timestamp.from(Instant.parse("2014-02-01T00:00:00Z"));

    private Corruptions() {}

    /** Every corruption, table by table. */
    static Stream<Corruption> all() {
        return Stream.of(
                        links(),
                        edges(),
                        suggestions(),
                        members(),
                        reports(),
                        ledger(),
                        usage(),
                        messages(),
                        reach(),
                        SignalCorruptions.all())
                .flatMap(each -> each);
    }

    /** A corruption of the rows of one table, and the check that must name it. */
    record Corruption(String what, SinkTable sink, int guarantee, String check, UnaryOperator<Dataset<Row>> change) {
        @Override
        public String toString() {
            return what;
        }
    }

    static Corruption add(String what, SinkTable sink, int guarantee, String check, Object... row) {
        return new Corruption(
                what,
                sink,
                guarantee,
                check,
                rows -> rows.union(LocalSpark.session()
                        .createDataFrame(
                                List.of(RowFactory.create(row)), sink.table().schema())));
    }

    static Corruption change(
            String what, SinkTable sink, int guarantee, String check, UnaryOperator<Dataset<Row>> change) {
        return new Corruption(what, sink, guarantee, check, change);
    }

    static Corruption set(
            String what, SinkTable sink, int guarantee, String check, String where, String column, String value) {
        return change(
                what,
                sink,
                guarantee,
                check,
                rows -> rows.withColumn(
                        column,
                        functions
                                .expr("if(" + where + ", " + value + ", " + column + ")")
                                .cast(rows.schema().apply(column).dataType())));
    }

    private static Stream<Corruption> links() {
        return Stream.of(
                add("link of a person who refused", LINKS, 4, "not both sides agreed", "friends", 5L, 105L, SINCE),
                add("link of a user who left", LINKS, 4, "not both sides agreed", "friends", 9L, 109L, SINCE),
                add("link to nobody", LINKS, 4, "not both sides agreed", "friends", 2015550101L, 101L, SINCE),
                add(
                        "link for a purpose nobody was asked about",
                        LINKS,
                        4,
                        "not both sides",
                        "measurement",
                        1L,
                        101L,
                        SINCE),
                add("link across a recycled number", LINKS, 7, "same hands", "friends", 11L, 111L, SINCE),
                add("link of two strangers", LINKS, 7, "same hands", "friends", 1L, 102L, SINCE),
                add("link for ads by a two-factor number", LINKS, 5, "two-factor", "ads", 10L, 110L, SINCE),
                set(
                        "link with another beginning",
                        LINKS,
                        7,
                        "another beginning",
                        "user_id = 1",
                        "linked_since",
                        "timestamp'2013-01-01'"),
                add("link twice", LINKS, 9, "stand twice", "friends", 1L, 101L, SINCE),
                change(
                        "link left out",
                        LINKS,
                        9,
                        "missing",
                        rows -> rows.filter("not (user_id = 1 and purpose = 'ads')")),
                set("links of an unknown purpose", LINKS, 3, "not declared", "user_id = 1", "purpose", "'marketing'"),
                set(
                        "a number for a purpose",
                        LINKS,
                        1,
                        "like a number",
                        "user_id = 1",
                        "purpose",
                        "'+1 (201) 555-0101'"),
                change(
                        "a null",
                        LINKS,
                        3,
                        "not declared",
                        rows -> rows.withColumn("user_id", functions.expr("nullif(user_id, 1)"))),
                change("a column more", LINKS, 3, "columns", rows -> rows.withColumn("phone", functions.lit("x"))));
    }

    private static Stream<Corruption> edges() {
        return Stream.of(
                add("edge of an owner who refused", EDGES, 4, "not linked and agreed", "friends", 105L, 101L),
                add("edge to a person who refused", EDGES, 4, "not linked and agreed", "friends", 101L, 105L),
                add("edge that stands in no book", EDGES, 8, "no address book", "friends", 102L, 103L),
                add("edge by an entry for the number's former holder", EDGES, 7, "others had", "friends", 101L, 115L),
                add("edge to a hub", EDGES, 8, "to a hub", "friends", 101L, 114L),
                add("edge by an old entry", EDGES, 8, "too old", "friends", 103L, 102L),
                add("edge for ads", EDGES, 5, "another purpose", "ads", 101L, 104L),
                add("edge twice", EDGES, 9, "stand twice", "friends", 101L, 104L),
                change("edge left out", EDGES, 9, "missing", rows -> rows.filter("account_id <> 108")));
    }

    private static Corruption suggest(String what, String check, long viewer, long shown) {
        return add(what, SUGGESTIONS, 8, check, viewer, shown, 9, 0.01, "shared_friends");
    }

    private static Stream<Corruption> suggestions() {
        return Stream.of(
                add("person who refused", SUGGESTIONS, 4, "both sides", 104L, 105L, 9, 0.01, "shared_friends"),
                suggest("people to themselves", "themselves", 101, 101),
                suggest("friends to friends", "suggested to friends", 101, 102),
                suggest("across a social block", "block", 103, 112),
                suggest("to the person who was blocked", "block", 112, 103),
                suggest("across a block of the messenger", "block", 113, 102),
                suggest("dismissed", "dismissed", 101, 112),
                suggest("minor to adult", "minors", 101, 106),
                suggest("adult to minor", "minors", 106, 101),
                suggest("of unknown age", "age is unknown", 101, 107),
                suggest("who may not be found", "may not be found", 104, 108),
                suggest("on nothing", "without firm evidence", 101, 115),
                suggest("on a one-way entry", "without firm evidence", 108, 101),
                suggest("another face of one person", "give the viewer's number", 116, 117),
                suggest("on one shared contact", "without firm evidence", 101, 109),
                suggest("through a hub", "without firm evidence", 101, 114),
                set(
                        "another reason",
                        SUGGESTIONS,
                        8,
                        "another reason",
                        "account_id = 101",
                        "reason",
                        "'shared_contacts'"),
                set(
                        "a number as reason",
                        SUGGESTIONS,
                        1,
                        "like a number",
                        "account_id = 101",
                        "reason",
                        "'2015550104'"),
                set("unknown reason", SUGGESTIONS, 3, "not declared", "account_id = 101", "reason", "'hunch'"),
                set("score of one", SUGGESTIONS, 8, "between 0 and 1", "account_id = 101 and rank = 1", "score", "1.0"),
                set(
                        "order upside down",
                        SUGGESTIONS,
                        8,
                        "stronger than the one before",
                        "rank = 1",
                        "score",
                        "0.000001"),
                set("gap in ranks", SUGGESTIONS, 9, "gaps", "rank = 2", "rank", "3"),
                set("rank above the limit", SUGGESTIONS, 8, "friends.per-person", "rank = 2", "rank", "51"),
                change("twice", SUGGESTIONS, 9, "stand twice", rows -> rows.union(rows.filter("rank = 1"))));
    }

    private static Stream<Corruption> members() {
        return Stream.of(
                add("member who refused", MEMBERS, 4, "agreed on both sides", 1L, 105L),
                add("member by a recycled number", MEMBERS, 4, "agreed on both sides", 1L, 111L),
                add("member by a two-factor number", MEMBERS, 5, "two-factor", 1L, 110L),
                add("member out of an address book", MEMBERS, 5, "no upload", 1L, 114L),
                add("member who was removed", MEMBERS, 6, "took out", 1L, 104L),
                add("member after retention", MEMBERS, 6, "retention", 1L, 108L),
                add("member who hid", MEMBERS, 4, "hid the advertiser", 1L, 112L),
                add("member of a suspended advertiser", MEMBERS, 6, "no active advertiser", 3L, 101L),
                add("member of too small an audience", MEMBERS, 6, "not ready", 2L, 101L),
                add("member twice", MEMBERS, 9, "stand twice", 1L, 101L),
                change("member left out", MEMBERS, 9, "missing", rows -> rows.filter("account_id <> 101")));
    }

    private static Stream<Corruption> reports() {
        return Stream.of(
                set("exact figure", REPORTS, 6, "none of those told", "audience_id = 1", "reach_high", "reach_low"),
                set("fine range", REPORTS, 6, "none of those told", "audience_id = 1", "reach_low", "3"),
                change(
                        "another range",
                        REPORTS,
                        6,
                        "no figure that the advertiser paid for",
                        rows -> rows.withColumn("reach_low", functions.expr("if(audience_id = 1, 50L, reach_low)"))
                                .withColumn("reach_high", functions.expr("if(audience_id = 1, 100L, reach_high)"))),
                change(
                        "ready below the minimum",
                        REPORTS,
                        6,
                        "none of those told",
                        rows -> rows.withColumn("status", functions.expr("if(audience_id = 2, 'ready', status)"))),
                set(
                        "over budget with something left",
                        REPORTS,
                        6,
                        "something is left",
                        "audience_id = 2",
                        "status",
                        "'over_budget'"),
                set("figures though too small", REPORTS, 6, "not ready", "audience_id = 2", "reach_low", "1"),
                set("suspended as ready", REPORTS, 6, "another status", "audience_id = 3", "status", "'ready'"),
                set("fewer rows received", REPORTS, 6, "rows received", "audience_id = 1", "rows_received", "3"),
                set("no malformed rows", REPORTS, 6, "malformed", "audience_id = 1", "rows_malformed", "0"),
                set("later end", REPORTS, 6, "another end", "audience_id = 1", "expires_at", "timestamp'2030-01-01'"),
                set("another advertiser's", REPORTS, 6, "another advertiser", "audience_id = 1", "advertiser_id", "2"),
                change("report left out", REPORTS, 6, "without a report", rows -> rows.filter("audience_id <> 4")),
                change("report twice", REPORTS, 6, "more than one", rows -> rows.union(rows.filter("audience_id = 4"))),
                set("report of no audience", REPORTS, 6, "no audience", "audience_id = 4", "audience_id", "99"),
                set("a hash as status", REPORTS, 1, "like a number", "audience_id = 4", "status", "repeat('a1', 32)"));
    }

    private static Corruption send(String what, String check, long business, String category, long user) {
        return add(what, MESSAGES, 4, check, business, category, user);
    }

    private static Stream<Corruption> messages() {
        return Stream.of(
                send("message to a stranger", "no customers", 1, "order", 8),
                send("message to a customer of tomorrow", "no customers", 3, "order", 7),
                send("message of an unknown business", "no customers", 99, "order", 1),
                send("message to a person who refused", "did not agree", 1, "order", 5),
                send("message to a person who left", "did not agree", 1, "order", 9),
                send("message stopped here, all allowed later", "stopped", 1, "order", 2),
                send("message stopped after the as-of", "stopped", 1, "alert", 3),
                send("marketing that nobody asked for", "did not ask", 1, "marketing", 3),
                send("marketing that all allows and nothing names", "did not ask", 1, "marketing", 2),
                send("a third message of marketing in a week", "marketing-per-week", 1, "marketing", 4),
                change("marketing of each business", MESSAGES, 4, "out of turn", Corruptions::marketingOfAll),
                change("marketing of one owner twice", MESSAGES, 4, "one owner", Corruptions::marketingOfAll),
                change("message twice", MESSAGES, 9, "stand twice", rows -> rows.union(rows.filter("user_id = 4"))),
                change("message left out", MESSAGES, 9, "missing", rows -> rows.filter("user_id <> 4")),
                change("marketing left out", MESSAGES, 9, "missing", rows -> rows.filter("category <> 'marketing'")));
    }

    private static final String ONE = "business_id = 1 and category = 'marketing'";
    private static final String OTHER = "business_id = 4 and category = 'marketing'";

    private static Stream<Corruption> reach() {
        return Stream.of(
                set("exact figure of a business", REACH, 6, "none of those told", ONE, "reach_high", "reach_low"),
                change(
                        "another range of a business",
                        REACH,
                        6,
                        "no figure that the owner paid for",
                        rows -> rows.withColumn("reach_low", functions.expr("if(" + ONE + ", 50L, reach_low)"))
                                .withColumn("reach_high", functions.expr("if(" + ONE + ", 100L, reach_high)"))),
                set("business ready below the minimum", REACH, 6, "none of those told", OTHER, "status", "'ready'"),
                set("business over budget, with something left", REACH, 6, "left", OTHER, "status", "'over_budget'"),
                set("figures of a business though too small", REACH, 6, "not ready", OTHER, "reach_low", "1"),
                set("business off though tables are there", REACH, 6, "off or on", OTHER, "status", "'off'"),
                change("reach left out", REACH, 6, "without a report", rows -> rows.filter("not (" + OTHER + ")")),
                change("reach twice", REACH, 6, "more than one", rows -> rows.union(rows.filter(OTHER))),
                set("reach of no business", REACH, 6, "of no business", OTHER, "business_id", "99"),
                set("a number as status of a business", REACH, 1, "like a number", OTHER, "status", "'2015550104'"));
    }

    private static Dataset<Row> marketingOfAll(Dataset<Row> rows) {
        return rows.filter("category <> 'marketing'")
                .union(LocalSpark.session()
                        .createDataFrame(
                                Stream.of(1L, 2L, 3L)
                                        .map(business -> RowFactory.create(business, "marketing", 1L))
                                        .toList(),
                                rows.schema()));
    }

    private static Corruption charge(String what, String check, String who, long id, String period, String key) {
        return add(what, LEDGER, 6, check, who, id, period, key, 20.0);
    }

    private static Stream<Corruption> ledger() {
        return Stream.of(
                charge("charge of last month", "another period", "person", 900, "2016-09", "x"),
                change("charge twice", LEDGER, 6, "stand twice", rows -> rows.union(rows.filter("id = 1"))),
                set("charge of nothing", LEDGER, 6, "of no loss", "who = 'advertiser'", "epsilon", "0"),
                set("overdrawn by an advertiser", LEDGER, 6, "overdrawn", "who = 'advertiser'", "epsilon", "800.5"),
                add("overdrawn by a person", LEDGER, 6, "overdrawn", "person", 900L, "2016-10", "x", 1000.5),
                add("overdrawn by a business", LEDGER, 6, "overdrawn", "business", 900L, "2016-10", "x", 800.5),
                add(
                        "set aside of everybody, above what people have left",
                        LEDGER,
                        6,
                        "overdrawn",
                        "everybody",
                        0L,
                        "2016-10",
                        "x",
                        960.5),
                add("set aside of some", LEDGER, 6, "another id than 0", "everybody", 7L, "2016-10", "x", 0.5),
                change(
                        "charge of an advertiser left out",
                        LEDGER,
                        6,
                        "nobody paid for who asked",
                        rows -> rows.filter("who <> 'advertiser'")),
                change(
                        "people who were not charged",
                        LEDGER,
                        6,
                        "than noise goes",
                        rows -> rows.filter("who <> 'person'")),
                set("figure made larger", FIGURES, 6, "than noise goes", "value > 1", "value", "value + 5"),
                set("figure of another month", FIGURES, 6, "figures of another period", "true", "period", "'2016-09'"),
                change("figure twice", FIGURES, 6, "figures that stand twice", rows -> rows.union(rows)),
                add("figure that nobody asked", FIGURES, 6, "nobody paid for who asked", "2016-10", "x", 7L));
    }

    private static Stream<Corruption> usage() {
        return Stream.of(
                set("a day's total made larger", USAGE, 6, "sum of their cells", A_DAY + "'all'", "value", "value + 1"),
                set("a region made smaller", USAGE, 6, "sum of their cells", A_DAY + "'US'", "value", "value - 1"),
                set("a small region told", USAGE, 6, "too small to be told", A_DAY + "'FR'", "value", "3"),
                set("half a person", USAGE, 6, "counts that are none", A_DAY + "'US'", "value", "value + 0.5"),
                set(
                        "a quotient of other counts",
                        USAGE,
                        6,
                        "not those of their counts",
                        "metric = 'messages_per_active_person' and region = 'all'",
                        "value",
                        "0.5"),
                set(
                        "a quotient of nothing",
                        USAGE,
                        6,
                        "not those of their counts",
                        "metric = 'share_active_on_both' and region = 'all'",
                        "value",
                        "0.5"),
                set("a region out of the data", USAGE, 6, "regions that are none", A_DAY + "'FR'", "region", "'Paris'"),
                set("a day that had not ended", USAGE, 6, "had not ended", A_DAY + "'FR'", "period", "'2016-10-15'"),
                set("a week as a day", USAGE, 6, "had not ended", A_DAY + "'FR'", "period", "'2016-W40'"),
                change("a figure twice", USAGE, 6, "stand twice", rows -> rows.union(rows.filter(A_DAY + "'US'"))),
                change("no total", USAGE, 6, "one total and one rest", rows -> rows.filter("region <> 'all'")),
                set("figures for nothing", USAGE, 6, "of no loss", A_DAY + "'US'", "epsilon", "0"),
                set("a dearer cell", USAGE, 6, "different losses", A_DAY + "'US'", "epsilon", "epsilon + 1"),
                set(
                        "a day at twice its share",
                        USAGE,
                        6,
                        "another loss than their share",
                        "metric = 'daily_active_people' and period = '2016-10-14'",
                        "epsilon",
                        "2 * epsilon"),
                set(
                        "more than was set aside",
                        USAGE,
                        6,
                        "more than was set aside",
                        "metric = 'monthly_active_people'",
                        "epsilon",
                        "41.0"),
                change(
                        "nothing set aside",
                        LEDGER,
                        6,
                        "figures for which nothing was set aside",
                        rows -> rows.filter("who <> 'everybody'")));
    }
}
