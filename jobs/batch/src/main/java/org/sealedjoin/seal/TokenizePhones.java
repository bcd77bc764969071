package org.sealedjoin.seal;

import static org.apache.spark.sql.functions.col;

import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.sealedjoin.token.RunKey;
import org.sealedjoin.token.TokenizeNumber;

/**
 * Replaces a raw-number column by {@code token BINARY, digits_token BINARY, refusal STRING} in the task that scans the row. A number
 * that cannot be normalized has no token and a reason word.
 */
final class TokenizePhones {
    private static final String TOKENS = "_tokens";

    private final RunKey key;
    private final String phone;
    private final Column region;

    /** @param region default region of the number, a column or a constant */
    TokenizePhones(RunKey key, String phone, Column region) {
        this.key = key;
        this.phone = phone;
        this.region = region;
    }

    Dataset<Row> apply(Dataset<Row> rows) {
        Column[] others = Arrays.stream(rows.columns())
                .filter(name -> !name.equals(phone))
                .map(functions::col)
                .toArray(Column[]::new);
        return rows.select(append(
                        others, TokenizeNumber.tokens(key, col(phone), region).as(TOKENS)))
                .select(append(
                        others,
                        col(TOKENS).getField("token").as(Columns.TOKEN),
                        col(TOKENS).getField("digits_token").as(Columns.DIGITS_TOKEN),
                        col(TOKENS).getField("refusal").as(Columns.REFUSAL)));
    }

    private static Column[] append(Column[] columns, Column... more) {
        Column[] all = Arrays.copyOf(columns, columns.length + more.length);
        System.arraycopy(more, 0, all, columns.length, more.length);
        return all;
    }
}
