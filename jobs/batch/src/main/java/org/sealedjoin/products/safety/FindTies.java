package org.sealedjoin.products.safety;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;

/**
 * Which reporters are tied to which on each platform: friends, people of whom one has the other in the book, accounts that give one number. Good for
 * taking away only. Only reporters are asked about: all ties are many millions, and few people report.
 *
 * <p>In: {@code friendships(account_id, friend_account_id)}; {@code edges(purpose, account_id, contact_account_id)}; {@code
 * sameNumber(account_id, other_account_id)}; {@code links(user_id, account_id)} of one purpose. Out: {@code platform, subject_id, tied_id}, both
 * ways round; on the messenger only people with a link.
 */
final class FindTies {
    /** {@code account_id}: the accounts of people who report on either platform. */
    static Dataset<Row> reporting(Dataset<Row> reports, Dataset<Row> links) {
        Dataset<Row> users = reporters(reports, Platform.MESSAGING, "user_id");
        return reporters(reports, Platform.SOCIAL, "account_id")
                .unionByName(
                        links.join(users, new String[] {"user_id"}, "left_semi").select("account_id"))
                .distinct();
    }

    private static Dataset<Row> reporters(Dataset<Row> reports, Platform platform, String id) {
        return reports.filter(col("platform").equalTo(platform.word()))
                .select(col("reporter_id").as(id))
                .distinct();
    }

    /** @param reporting of {@link #reporting} */
    Dataset<Row> apply(
            Dataset<Row> friendships,
            Dataset<Row> edges,
            Dataset<Row> sameNumber,
            Dataset<Row> links,
            Dataset<Row> reporting) {
        Dataset<Row> forSafety = edges.filter(col("purpose").equalTo(Purpose.SAFETY.word()));
        Dataset<Row> accounts = pairs(friendships, "friend_account_id", reporting)
                .unionByName(pairs(forSafety, "contact_account_id", reporting))
                .unionByName(pairs(sameNumber, "other_account_id", reporting));
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

    private static Dataset<Row> pairs(Dataset<Row> rows, String other, Dataset<Row> reporting) {
        String[] subject = {"subject_id"};
        String[] tied = {"tied_id"};
        return rows.select(col("account_id").as("subject_id"), col(other).as("tied_id"))
                .join(reporting.select(col("account_id").as("subject_id")), subject, "left_semi")
                .join(reporting.select(col("account_id").as("tied_id")), tied, "left_semi");
    }

    private static Dataset<Row> on(Platform platform, Dataset<Row> pairs) {
        return pairs.select(lit(platform.word()).as("platform"), col("subject_id"), col("tied_id"));
    }
}
