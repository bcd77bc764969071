package org.sealedjoin.products.safety;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;

/**
 * Who is tied to whom on each platform: friends, people of whom one has the other in the book, accounts that give one number. Good for taking
 * away only.
 *
 * <p>In: {@code friendships(account_id, friend_account_id)}; {@code edges(purpose, account_id, contact_account_id)}; {@code
 * sameNumber(account_id, other_account_id)}; {@code links(user_id, account_id)} of one purpose. Out: {@code platform, subject_id, tied_id}, both
 * ways round; on the messenger only people with a link.
 */
final class FindTies {
    Dataset<Row> apply(Dataset<Row> friendships, Dataset<Row> edges, Dataset<Row> sameNumber, Dataset<Row> links) {
        Dataset<Row> accounts = pairs(friendships, "friend_account_id")
                .unionByName(pairs(edges.filter(col("purpose").equalTo(Purpose.SAFETY.word())), "contact_account_id"))
                .unionByName(pairs(sameNumber, "other_account_id"));
        Dataset<Row> both = accounts.unionByName(accounts.select(
                        col("tied_id").as("subject_id"), col("subject_id").as("tied_id")))
                .distinct();
        Dataset<Row> ones = links.select(col("account_id").as("subject_id"), col("user_id"));
        Dataset<Row> others =
                links.select(col("account_id").as("tied_id"), col("user_id").as("tied_user_id"));
        Dataset<Row> users = both.join(ones, "subject_id")
                .join(others, "tied_id")
                .select(col("user_id").as("subject_id"), col("tied_user_id").as("tied_id"));
        return on(Platform.SOCIAL, both).unionByName(on(Platform.MESSAGING, users));
    }

    private static Dataset<Row> pairs(Dataset<Row> rows, String other) {
        return rows.select(col("account_id").as("subject_id"), col(other).as("tied_id"));
    }

    private static Dataset<Row> on(Platform platform, Dataset<Row> pairs) {
        return pairs.select(lit(platform.word()).as("platform"), col("subject_id"), col("tied_id"));
    }
}
