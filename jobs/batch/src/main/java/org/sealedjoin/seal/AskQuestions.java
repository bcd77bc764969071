package org.sealedjoin.seal;

import static org.apache.spark.sql.functions.bit_xor;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Label;
import org.sealedjoin.guard.Operation;
import org.sealedjoin.token.TagKey;
import org.sealedjoin.token.TagRow;

/**
 * Sums up what each audience asks: of each hash and form that was uploaded the newest row counts, whatever it matches. A function of the
 * advertiser's own bytes.
 *
 * <p>In: {@code audience_uploads}; {@code sessions(audience_id, session_id, closed_at, counts_from)}, the sessions in force and the
 * instant after which rows that put in still count. Out: {@code audience_id, rows, added_high, added_low, removed_high, removed_low, rows_in}, all
 * LONG: number of distinct effective rows and the exclusive or of their tags, see {@link org.sealedjoin.privacy.AskedRows}; how many of the rows put in.
 */
final class AskQuestions {
    private static final List<String> SUMS = List.of("added_high", "added_low", "removed_high", "removed_low");

    /** Sums of tags under the noise key, which say nothing to anybody without it; the driver draws noise by them and forgets them. */
    static final Operation QUESTIONS =
            new Operation.Release("sums of row tags", Set.of(Label.TOKEN, Label.ADVERTISER_INPUT), outputs());

    private final TagKey key;
    private final Instant asOf;

    AskQuestions(TagKey key, Instant asOf) {
        this.key = key;
        this.asOf = asOf;
    }

    private static List<String> outputs() {
        return List.of("audience_id", "rows", SUMS.get(0), SUMS.get(1), SUMS.get(2), SUMS.get(3), "rows_in");
    }

    Dataset<Row> apply(Dataset<Row> uploads, Dataset<Row> sessions) {
        Dataset<Row> tagged = uploads.filter(col("uploaded_at").leq(lit(asOf)))
                .withColumn("tag", TagRow.tag(key, col("hash_form"), col("hashed_phone")))
                .drop("hashed_phone", "hash_form")
                .filter(col("tag").isNotNull());
        Column removes = col("op").equalTo("remove");
        Column place = struct(
                col("closed_at"),
                col("session_id"),
                col("batch_seq"),
                removes.as("removed"),
                col("uploaded_at"),
                col("counts_from"));
        Column removed = col("newest.removed");
        return QUESTIONS.mark(
                tagged,
                rows -> rows.join(sessions, new String[] {"audience_id", "session_id"})
                        .groupBy(
                                col("audience_id"),
                                col("tag.high").as("high"),
                                col("tag.low").as("low"))
                        .agg(max(place).as("newest"))
                        .filter(removed.or(col("newest.uploaded_at").gt(col("newest.counts_from"))))
                        .groupBy("audience_id")
                        .agg(
                                count(lit(1)).as("rows"),
                                sum(not(removed), "high").as(SUMS.get(0)),
                                sum(not(removed), "low").as(SUMS.get(1)),
                                sum(removed, "high").as(SUMS.get(2)),
                                sum(removed, "low").as(SUMS.get(3)),
                                count_if(not(removed)).as("rows_in")));
    }

    private static Column sum(Column which, String half) {
        return coalesce(bit_xor(when(which, col(half))), lit(0L));
    }
}
