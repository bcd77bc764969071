package org.sealedjoin.products.audience;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.struct;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.guard.Operation;

/**
 * Works out who is in each audience: for each account the newest row that matched it decides, in the order of sessions, then batches;
 * within a batch a removal wins. A row counts until its retention is over. People who hid the advertiser are out, and so is everybody
 * of a suspended advertiser.
 *
 * <p>In: see {@link #apply}. Out: {@code audience_id, account_id}.
 */
public final class FindMembers {
    private static final Operation HIDDEN = new Operation.Subtract("hidden advertisers");

    /**
     * @param matches {@code audience_id, session_id, batch_seq, op, uploaded_at, account_id} of the seal
     * @param sessions {@code audience_id, session_id, closed_at, counts_from} of {@link OrderSessions}
     * @param audiences {@code audience_id, advertiser_id}
     * @param advertisers {@code advertiser_id, status}
     * @param preferences {@code account_id, advertiser_id, choice, at}
     */
    public Dataset<Row> apply(
            Dataset<Row> matches,
            Dataset<Row> sessions,
            Dataset<Row> audiences,
            Dataset<Row> advertisers,
            Dataset<Row> preferences) {
        Column place = struct(
                col("closed_at"),
                col("session_id"),
                col("batch_seq"),
                col("op").equalTo("remove").as("removed"),
                col("uploaded_at"),
                col("counts_from"));
        Dataset<Row> served = audiences.join(
                advertisers.filter(col("status").equalTo("active")).select("advertiser_id"), "advertiser_id");
        Dataset<Row> found = matches.join(sessions, new String[] {"audience_id", "session_id"})
                .groupBy("audience_id", "account_id")
                .agg(max(place).as("newest"))
                .filter(col("newest.removed").equalTo(false))
                .join(broadcast(served.select("audience_id", "advertiser_id")), "audience_id")
                .filter(col("newest.uploaded_at").gt(col("newest.counts_from")));
        return HIDDEN.mark(
                        found,
                        all -> all.join(hidden(preferences), new String[] {"account_id", "advertiser_id"}, "left_anti"))
                .select("audience_id", "account_id");
    }

    /** Every operation of the audience product that takes labels off, for the flow guard. */
    public static List<Operation> operations() {
        return List.of(HIDDEN, ReportAudiences.RANGES, DescribeUploads.UPLOADS);
    }

    /** Pairs whose newest choice is to hide; of choices at one instant, hide wins. A choice counts whenever it was made. */
    private static Dataset<Row> hidden(Dataset<Row> preferences) {
        return preferences
                .groupBy("account_id", "advertiser_id")
                .agg(max(struct(col("at"), col("choice").equalTo("hide").as("hide")))
                        .as("newest"))
                .filter(col("newest.hide"))
                .select("account_id", "advertiser_id");
    }
}
