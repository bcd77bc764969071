package org.sealedjoin.products.friends;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.sealedjoin.graph.BuildConnections;
import org.sealedjoin.testing.LocalSpark;

/** Rows of one run of the product, from ids on. */
public final class FriendsRun {
    public static final Instant AS_OF = Instant.parse("2026-06-01T00:00:00Z");
    public static final LocalDate ADULT = LocalDate.parse("2008-06-01");
    public static final LocalDate MINOR = LocalDate.parse("2008-06-02");

    private final List<Row> edges = new ArrayList<>();
    private final List<Row> friendships = new ArrayList<>();
    private final List<Row> accounts = new ArrayList<>();
    private final List<Row> agreed = new ArrayList<>();
    private final List<Row> blocks = new ArrayList<>();
    private final List<Row> feedback = new ArrayList<>();

    public void entry(long owner, long contact) {
        edges.add(RowFactory.create(owner, contact));
    }

    public void friends(long one, long other, Instant since) {
        friendships.add(RowFactory.create(one, other, since));
    }

    public void agreeing(long id, LocalDate born, boolean discoverable) {
        agreed.add(RowFactory.create(id));
        silent(id, born, discoverable);
    }

    /** An account that did not agree, or is not active. */
    public void silent(long id, LocalDate born, boolean discoverable) {
        silent(id, born, discoverable, "GB");
    }

    public void agreeing(long id, LocalDate born, boolean discoverable, String region) {
        agreed.add(RowFactory.create(id));
        silent(id, born, discoverable, region);
    }

    public void silent(long id, LocalDate born, boolean discoverable, String region) {
        accounts.add(RowFactory.create(id, born, discoverable, region));
    }

    public void blocks(long one, long other) {
        blocks.add(RowFactory.create(one, other));
    }

    public void feedback(long one, long other, String outcome) {
        feedback(one, other, outcome, AS_OF);
    }

    void feedback(long one, long other, String outcome, Instant at) {
        feedback.add(RowFactory.create(one, other, outcome, at));
    }

    /** {@code account_id, suggested_account_id, rank, score, reason}. */
    public List<Row> suggestions(FriendsPolicy policy) {
        try (var suggest = new SuggestFriends(policy, AS_OF)) {
            return suggest.apply(tables()).collectAsList();
        }
    }

    /** {@code account_id, suggested_account_id, score, features}. */
    List<Row> described(FriendsPolicy policy) {
        try (var suggest = new SuggestFriends(policy, AS_OF)) {
            return suggest.described(tables()).collectAsList();
        }
    }

    /** The same suggestions by joins and a window. */
    List<Row> joined(FriendsPolicy policy) {
        return new JoinWindowSuggestions(policy, AS_OF).apply(tables()).collectAsList();
    }

    /** {@code account_id, features, wanted}. */
    List<Row> examples(FriendsPolicy policy, OptionalDouble holdOut) {
        try (var sample = new SampleExamples(policy, AS_OF, holdOut, 1_000)) {
            Dataset<Row> all = friendships();
            Dataset<Row> known = sample.known(all, tables(all).feedback());
            return sample.apply(tables(known), all).collectAsList();
        }
    }

    private Dataset<Row> friendships() {
        return rows(friendships, "account_id LONG, friend_account_id LONG, since TIMESTAMP");
    }

    private SuggestFriends.Tables tables() {
        return tables(friendships());
    }

    private SuggestFriends.Tables tables(Dataset<Row> friends) {
        Dataset<Row> agree = rows(agreed, "account_id LONG");
        Dataset<Row> connections = new BuildConnections(AS_OF)
                .apply(rows(edges, "account_id LONG, contact_account_id LONG"), friends, agree);
        return new SuggestFriends.Tables(
                connections,
                rows(accounts, "account_id LONG, birth_date DATE, discoverable_by_phone BOOLEAN, region STRING"),
                agree,
                friends,
                rows(blocks, "account_id LONG, blocked_account_id LONG"),
                rows(feedback, "account_id LONG, suggested_account_id LONG, outcome STRING, at TIMESTAMP"));
    }

    private static Dataset<Row> rows(List<Row> rows, String schema) {
        return LocalSpark.session().createDataFrame(rows, StructType.fromDDL(schema));
    }
}
