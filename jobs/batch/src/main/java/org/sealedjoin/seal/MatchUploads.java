package org.sealedjoin.seal;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.time.Instant;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
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
    private final RunKey key;
    private final Instant asOf;

    MatchUploads(RunKey key, Instant asOf) {
        this.key = key;
        this.asOf = asOf;
    }

    Dataset<Row> apply(Dataset<Row> uploads, Dataset<Row> holders) {
        Dataset<Row> bothForms = form(holders, Columns.TOKEN).unionByName(form(holders, Columns.DIGITS_TOKEN));
        return tokenized(uploads)
                .filter(col(Columns.TOKEN).isNotNull())
                .join(bothForms, Columns.TOKEN)
                // A removal reaches whoever held the number at any time: recycling must not keep a person in.
                .filter(Epoch.holds(col("uploaded_at")).or(col("op").equalTo("remove")))
                .select("audience_id", "session_id", "batch_seq", "op", "uploaded_at", "account_id");
    }

    /** {@code audience_id, malformed BOOLEAN}, one row for each row received by the as-of instant. */
    Dataset<Row> received(Dataset<Row> uploads) {
        return tokenized(uploads)
                .select(col("audience_id"), col(Columns.TOKEN).isNull().as("malformed"));
    }

    private Dataset<Row> tokenized(Dataset<Row> uploads) {
        return uploads.filter(col("uploaded_at").leq(lit(asOf)))
                .withColumn(Columns.TOKEN, TokenizeHash.token(key, col("hashed_phone")))
                .drop("hashed_phone", "hash_form");
    }

    private static Dataset<Row> form(Dataset<Row> holders, String token) {
        return holders.select(
                col(token).as(Columns.TOKEN), col("account_id"), col(Columns.EPOCH_START), col(Columns.EPOCH_END));
    }
}
