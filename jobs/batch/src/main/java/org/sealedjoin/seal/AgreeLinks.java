package org.sealedjoin.seal;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Label;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.guard.Operation;

/**
 * Keeps, for each purpose, the links whose two sides both agreed to it.
 *
 * <p>In: links of {@link LinkAccounts}; {@code allowed} of {@link org.sealedjoin.consent.GatherAllowed}. Out: the links' columns with
 * {@code purpose} in place of {@code scope}, one row for each purpose.
 */
final class AgreeLinks {
    /** Both people of a link were asked, each on the own platform, about the purpose in the link's row. */
    static final Operation AGREED = new Operation.ConsentByRow(
            Arrays.stream(Purpose.values()).collect(Collectors.toMap(Purpose::word, Label::unconsented)),
            "purpose",
            Set.of("user_id", "account_id"));

    private static final String BY_USER = "by_user_";
    private static final String BY_ACCOUNT = "by_account_";

    Dataset<Row> apply(Dataset<Row> links, Dataset<Row> allowed) {
        String[] helpers = Stream.concat(
                        Stream.of(Columns.SCOPE),
                        Arrays.stream(Purpose.values())
                                .flatMap(purpose -> Stream.of(BY_USER + purpose.word(), BY_ACCOUNT + purpose.word())))
                .toArray(String[]::new);
        Column[] agreed =
                Arrays.stream(Purpose.values()).map(AgreeLinks::ifAgreed).toArray(Column[]::new);
        return AGREED.mark(
                links,
                all -> all.join(purposes(allowed, Platform.MESSAGING, "user_id", BY_USER), "user_id")
                        .join(purposes(allowed, Platform.SOCIAL, "account_id", BY_ACCOUNT), "account_id")
                        .withColumn("purpose", explode(array(agreed)))
                        .filter(col("purpose").isNotNull())
                        .drop(helpers));
    }

    /** The purpose's word if both sides agreed to it and links of this scope serve it, else null. */
    private static Column ifAgreed(Purpose purpose) {
        Column forSafety = col(Columns.SCOPE).equalTo(LinkAccounts.SAFETY);
        return when(
                col(BY_USER + purpose.word())
                        .and(col(BY_ACCOUNT + purpose.word()))
                        .and(purpose == Purpose.SAFETY ? forSafety : not(forSafety)),
                purpose.word());
    }

    /** {@code id}, and for each purpose whether the person of the platform agreed to it, named with a prefix. */
    private static Dataset<Row> purposes(Dataset<Row> allowed, Platform platform, String id, String prefix) {
        var columns = new ArrayList<Column>();
        columns.add(col("subject_id").as(id));
        for (Purpose purpose : Purpose.values()) {
            columns.add(col(purpose.word()).as(prefix + purpose.word()));
        }
        return allowed.filter(col("platform").equalTo(platform.word())).select(columns.toArray(Column[]::new));
    }
}
