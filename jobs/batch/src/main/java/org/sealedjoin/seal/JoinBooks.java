package org.sealedjoin.seal;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;

import java.time.Duration;
import java.time.Instant;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.guard.Operation;

/**
 * Joins sealed address books with the holders of the numbers in them: where they are scanned, if the numbers of all holders fit into a table in
 * memory ({@link #lookUp}), or by a shuffle ({@link #pairs}). The same pairs come out either way.
 *
 * <p>In: {@code books} of {@link SealBooks}, {@code holders(user_id, token, epoch_start, epoch_end)}. Out: {@code owner_user_id,
 * contact_user_id, hub BOOLEAN}, one row for each pair, only entries made while the contact held the number. A hub's number stands in
 * more address books than the policy allows, whoever owns them and whether or not they agreed; an entry that is too old connects as little and
 * is marked alike.
 */
final class JoinBooks {
    static final Operation HUB_CUT = new Operation.Subtract("hub cut", "hub");

    private static final String IN_EPOCH = "in_epoch";
    private static final String RECENT = "recent";
    private static final String OWNER = "owner_user_id";
    private static final String CONTACT = "contact_user_id";

    /** How many entries became one row of {@link #lookUp}. */
    static final String ENTRIES = "entries";

    private final SealPolicy policy;
    private final Instant asOf;

    JoinBooks(SealPolicy policy, Instant asOf) {
        this.policy = policy;
        this.asOf = asOf;
    }

    /** Pairs of owner and contact by a shuffle of tokens, with {@code in_epoch, recent BOOLEAN}; read twice by {@link #mark}, so worth keeping. */
    Dataset<Row> pairs(Dataset<Row> books, Dataset<Row> holders) {
        return books.filter(col(Columns.TOKEN).isNotNull())
                .join(holders.withColumnRenamed("user_id", CONTACT), Columns.TOKEN)
                .filter(col(OWNER).notEqual(col(CONTACT)))
                .select(col(OWNER), col(CONTACT), inEpoch(), recent())
                .groupBy(OWNER, CONTACT)
                .agg(max(col(IN_EPOCH)).as(IN_EPOCH), max(col(RECENT)).as(RECENT));
    }

    /**
     * The rows of {@link #pairs}, without a shuffle of tokens, and with them a row for each owner and refusal, which has no contact: {@code
     * refusal}, and {@code entries LONG}, how many entries each row stands for. Books are read once for both.
     *
     * @param table of the holders' tokens
     */
    Dataset<Row> lookUp(Dataset<Row> books, Dataset<Row> holders, LookUpToken table) {
        Column place = table.place(col(Columns.TOKEN)).as(Columns.PLACE);
        Dataset<Row> found = books.select(col(OWNER), col("added_at"), col(Columns.REFUSAL), place)
                .filter(col(Columns.PLACE).isNotNull().or(col(Columns.REFUSAL).isNotNull()));
        Dataset<Row> contacts =
                holders.select(col("user_id").as(CONTACT), col(Columns.EPOCH_START), col(Columns.EPOCH_END), place);
        return found.join(broadcast(contacts), new String[] {Columns.PLACE}, "left_outer")
                .filter(col(CONTACT).isNull().or(col(OWNER).notEqual(col(CONTACT))))
                .select(col(OWNER), col(CONTACT), col(Columns.REFUSAL), inEpoch(), recent())
                .groupBy(OWNER, CONTACT, Columns.REFUSAL)
                .agg(
                        max(col(IN_EPOCH)).as(IN_EPOCH),
                        max(col(RECENT)).as(RECENT),
                        count(lit(1)).as(ENTRIES));
    }

    /** The pairs among the rows of {@link #lookUp}. */
    static Dataset<Row> pairsOf(Dataset<Row> found) {
        return found.filter(col(Columns.REFUSAL).isNull()).select(OWNER, CONTACT, IN_EPOCH, RECENT);
    }

    private static Column inEpoch() {
        return Epoch.holds(col("added_at")).as(IN_EPOCH);
    }

    private Column recent() {
        Instant oldest = asOf.minus(Duration.ofDays(policy.maxEntryAgeDays()));
        return col("added_at").isNull().or(col("added_at").geq(lit(oldest))).as(RECENT);
    }

    /** Drops pairs outside the epoch and marks hubs. */
    Dataset<Row> mark(Dataset<Row> pairs) {
        Column hub = count(lit(1)).gt(policy.maxBookDegree());
        Dataset<Row> hubs = pairs.groupBy(CONTACT).agg(hub.as("hub")).filter(col("hub"));
        return HUB_CUT.mark(
                        pairs.filter(col(IN_EPOCH)),
                        all -> all.join(broadcast(hubs), new String[] {CONTACT}, "left_outer"))
                .select(
                        col(OWNER),
                        col(CONTACT),
                        col("hub").isNotNull().or(not(col(RECENT))).as("hub"));
    }
}
