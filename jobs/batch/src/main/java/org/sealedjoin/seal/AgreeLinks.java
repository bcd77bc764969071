package org.sealedjoin.seal;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.array_intersect;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
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

    private static final String BY_USER = "by_user";
    private static final String BY_ACCOUNT = "by_account";

    Dataset<Row> apply(Dataset<Row> links, Dataset<Row> allowed) {
        Column forSafety = col(Columns.SCOPE).equalTo(LinkAccounts.SAFETY);
        return AGREED.mark(
                links,
                all -> all.join(purposes(allowed, Platform.MESSAGING, "user_id", BY_USER), "user_id")
                        .join(purposes(allowed, Platform.SOCIAL, "account_id", BY_ACCOUNT), "account_id")
                        .withColumn(
                                "purpose",
                                explode(array_intersect(
                                        array_intersect(col(BY_USER), col(BY_ACCOUNT)),
                                        when(forSafety, words(EnumSet.of(Purpose.SAFETY)))
                                                .otherwise(words(EnumSet.complementOf(EnumSet.of(Purpose.SAFETY)))))))
                        .drop(Columns.SCOPE, BY_USER, BY_ACCOUNT));
    }

    private static Column words(Set<Purpose> purposes) {
        return array(purposes.stream().map(purpose -> lit(purpose.word())).toArray(Column[]::new));
    }

    /** {@code id, name ARRAY<STRING>}: the purposes that each person of a platform agreed to. */
    private static Dataset<Row> purposes(Dataset<Row> allowed, Platform platform, String id, String name) {
        Column[] agreed = Arrays.stream(Purpose.values())
                .map(purpose -> when(col(purpose.word()), purpose.word()))
                .toArray(Column[]::new);
        return allowed.filter(col("platform").equalTo(platform.word()))
                .select(col("subject_id").as(id), array_compact(array(agreed)).as(name));
    }
}
