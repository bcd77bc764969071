package org.sealedjoin.app;

import static org.apache.spark.sql.functions.col;

import java.time.Instant;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.consent.FilterConsented;
import org.sealedjoin.graph.BuildConnections;
import org.sealedjoin.graph.MergeBlocks;
import org.sealedjoin.products.friends.FriendsPolicy;
import org.sealedjoin.products.friends.KeepSuggested;
import org.sealedjoin.products.friends.SafetyRule;
import org.sealedjoin.products.friends.SuggestFriends;
import org.sealedjoin.release.StagedRun;
import org.sealedjoin.seal.Seal;
import org.sealedjoin.table.InputTables;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.table.Outputs;

/** The suggestions of one run, and what they rest on. */
final class MakeSuggestions {
    /** So many more are worked out of each person before those are dropped that were not there before. */
    private static final int SPARE = 4;

    private final FriendsPolicy policy;
    private final Instant asOf;
    private final InputTables tables;
    private final StagedRun staged;
    private final Progress progress;

    MakeSuggestions(FriendsPolicy policy, Instant asOf, InputTables tables, StagedRun staged, Progress progress) {
        this.policy = policy;
        this.asOf = asOf;
        this.tables = tables;
        this.staged = staged;
        this.progress = progress;
    }

    /** Who blocked whom, and accounts that may be two faces of one person: neither is ever suggested to the other. */
    Dataset<Row> blocks(Seal seal) {
        Dataset<Row> blocks = new MergeBlocks()
                .apply(tables.rows(Inputs.SOCIAL_BLOCKS), tables.rows(Inputs.MESSAGING_BLOCKS), seal.identities());
        return staged.keep(
                "blocks",
                policy.has(SafetyRule.PERSONAS)
                        ? blocks.unionByName(
                                seal.sameNumber().withColumnRenamed("other_account_id", "blocked_account_id"))
                        : blocks);
    }

    /**
     * What suggestions are made from.
     *
     * @param edges {@code contact_edges}
     * @param friendships those that the run may know of
     */
    SuggestFriends.Tables evidence(
            Dataset<Row> allowed, Dataset<Row> edges, Dataset<Row> blocks, Dataset<Row> friendships) {
        Dataset<Row> agreed = agreed(allowed);
        Dataset<Row> connections = progress.stage(
                "connections",
                () -> staged.keep(
                        "connections",
                        new BuildConnections(asOf)
                                .apply(
                                        edges.filter(col("purpose").equalTo(Purpose.FRIENDS.word())),
                                        friendships,
                                        agreed)));
        return new SuggestFriends.Tables(
                connections,
                tables.rows(Inputs.SOCIAL_ACCOUNTS),
                agreed,
                friendships,
                blocks,
                tables.rows(Inputs.SUGGESTION_FEEDBACK));
    }

    Dataset<Row> write(Dataset<Row> allowed, Dataset<Row> edges, Dataset<Row> blocks, RunRecord run) {
        SuggestFriends.Tables evidence = evidence(allowed, edges, blocks, tables.rows(Inputs.SOCIAL_FRIENDSHIPS));
        return progress.stage("suggestions", () -> {
            try (var suggest = new SuggestFriends(policy, asOf)) {
                return written(evidence.agreed(), suggest.apply(evidence), run);
            }
        });
    }

    /** Suggestions that a run made which was stopped, of people who agree. */
    Dataset<Row> takeOver(Dataset<Row> made, Dataset<Row> allowed, RunRecord run) {
        return written(agreed(allowed), agreed(made, allowed), run);
    }

    /** Suggestions of people who both agree. */
    private static Dataset<Row> agreed(Dataset<Row> suggestions, Dataset<Row> allowed) {
        var agreed = new FilterConsented(Platform.SOCIAL, Purpose.FRIENDS);
        return agreed.apply(agreed.apply(suggestions, "account_id", allowed), "suggested_account_id", allowed);
    }

    /** The same, of which those are left that stand in {@code before}: for tables that have changed since the run's instant. */
    Dataset<Row> writeWithin(
            Dataset<Row> before, Dataset<Row> allowed, Dataset<Row> edges, Dataset<Row> blocks, RunRecord run) {
        SuggestFriends.Tables evidence = evidence(allowed, edges, blocks, tables.rows(Inputs.SOCIAL_FRIENDSHIPS));
        return progress.stage("suggestions", () -> {
            try (var suggest = new SuggestFriends(policy.upTo(SPARE * policy.perPerson()), asOf)) {
                return written(
                        evidence.agreed(),
                        new KeepSuggested().apply(suggest.apply(evidence), agreed(before, allowed)),
                        run);
            }
        });
    }

    private Dataset<Row> agreed(Dataset<Row> allowed) {
        return new FilterConsented(Platform.SOCIAL, Purpose.FRIENDS)
                .apply(tables.rows(Inputs.SOCIAL_ACCOUNTS).select("account_id"), "account_id", allowed);
    }

    private Dataset<Row> written(Dataset<Row> agreed, Dataset<Row> suggestions, RunRecord run) {
        Dataset<Row> written = staged.write(Outputs.FRIEND_SUGGESTIONS, suggestions);
        new CountPeople(run).suggested(agreed, written);
        return written;
    }
}
