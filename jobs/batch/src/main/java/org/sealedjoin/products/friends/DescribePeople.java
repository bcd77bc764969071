package org.sealedjoin.products.friends;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.lit;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the rules of suggestions need to know of a person.
 *
 * <p>In: {@code social_accounts}; {@code agreed(account_id)}, accounts that agreed to friends. Out: {@code account_id, adult,
 * discoverable, region} of agreed people of known age. Whoever's age is unknown takes part in no suggestion.
 */
final class DescribePeople {
    /** 18 years, in dates written as the number yyyyMMdd: who was born on 29 February comes of age on 1 March. */
    private static final int EIGHTEEN_YEARS = 18_00_00;

    private final LocalDate day;

    DescribePeople(Instant asOf) {
        day = asOf.atZone(ZoneOffset.UTC).toLocalDate();
    }

    Dataset<Row> apply(Dataset<Row> accounts, Dataset<Row> agreed) {
        return everybody(accounts, agreed).filter(col("adult").isNotNull());
    }

    /** Agreed people of any age, {@code adult} null if it is unknown. */
    Dataset<Row> everybody(Dataset<Row> accounts, Dataset<Row> agreed) {
        int today = day.getYear() * 10_000 + day.getMonthValue() * 100 + day.getDayOfMonth();
        var born = date_format(col("birth_date"), "yyyyMMdd").cast("int");
        return accounts.join(agreed, "account_id")
                .select(
                        col("account_id"),
                        lit(today).minus(born).geq(EIGHTEEN_YEARS).as("adult"),
                        col("discoverable_by_phone").as("discoverable"),
                        col("region"));
    }
}
