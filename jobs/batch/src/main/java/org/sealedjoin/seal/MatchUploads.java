package org.sealedjoin.seal;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Label;
import org.sealedjoin.guard.Operation;
import org.sealedjoin.phone.HashFlaw;
import org.sealedjoin.token.JudgeHash;
import org.sealedjoin.token.RunKey;
import org.sealedjoin.token.TokenizeHash;

/**
 * Joins advertisers' hashed numbers with the holders of the numbers, whichever of the two forms was hashed.
 *
 * <p>In: {@code audience_uploads}; {@code holders(account_id, token, digits_token, epoch_start, epoch_end)} of links agreed to for
 * ads, which rest on profile numbers only. Out: {@code audience_id, session_id, batch_seq, op, uploaded_at, account_id}, rows that
 * matched somebody who held the number when the row came; a removal matches everybody who ever held it.
 */
final class MatchUploads {
    /** Advertisers may know how many rows they sent, and how many were no hash: both follow from the bytes they sent. */
    static final Operation OWN_ROWS = new Operation.Release("count of own rows", Set.of(Label.TOKEN), counts());

    private static final String FLAW = "flaw";

    private final RunKey key;
    private final Instant asOf;

    MatchUploads(RunKey key, Instant asOf) {
        this.key = key;
        this.asOf = asOf;
    }

    Dataset<Row> apply(Dataset<Row> uploads, Dataset<Row> holders) {
        Dataset<Row> bothForms = form(holders, Columns.TOKEN).unionByName(form(holders, Columns.DIGITS_TOKEN));
        return uploads.filter(col("uploaded_at").leq(lit(asOf)))
                .withColumn(Columns.TOKEN, TokenizeHash.token(key, col("hashed_phone")))
                .drop("hashed_phone", "hash_form")
                .filter(col(Columns.TOKEN).isNotNull())
                .join(bothForms, Columns.TOKEN)
                // A removal reaches whoever held the number at any time: recycling must not keep a person in.
                .filter(Epoch.holds(col("uploaded_at")).or(col("op").equalTo("remove")))
                .select("audience_id", "session_id", "batch_seq", "op", "uploaded_at", "account_id");
    }

    /**
     * {@code audience_id, rows_received, rows_malformed} and a count for each word of {@link HashFlaw}, which add up to {@code rows_malformed}:
     * what came by the as-of instant, one row for each audience that got any. Follows from the uploaded texts alone.
     */
    Dataset<Row> received(Dataset<Row> uploads) {
        Dataset<Row> judged = uploads.filter(col("uploaded_at").leq(lit(asOf)))
                .withColumn(FLAW, JudgeHash.flaw(col("hashed_phone")))
                .drop("hashed_phone", "hash_form");
        var each = new ArrayList<Column>();
        each.add(count_if(col(FLAW).isNotNull()).as("rows_malformed"));
        for (HashFlaw flaw : HashFlaw.values()) {
            each.add(count_if(col(FLAW).equalTo(flaw.word())).as(flaw.word()));
        }
        return OWN_ROWS.mark(
                judged,
                rows -> rows.groupBy("audience_id")
                        .agg(count(lit(1)).as("rows_received"), each.toArray(Column[]::new)));
    }

    private static List<String> counts() {
        return Stream.concat(
                        Stream.of("rows_received", "rows_malformed"),
                        Arrays.stream(HashFlaw.values()).map(HashFlaw::word))
                .toList();
    }

    private static Dataset<Row> form(Dataset<Row> holders, String token) {
        return holders.select(
                col(token).as(Columns.TOKEN), col("account_id"), col(Columns.EPOCH_START), col(Columns.EPOCH_END));
    }
}
