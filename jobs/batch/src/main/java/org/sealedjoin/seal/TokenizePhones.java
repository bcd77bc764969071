package org.sealedjoin.seal;

import static org.apache.spark.sql.functions.col;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.sealedjoin.token.RunKey;
import org.sealedjoin.token.TokenizeNumber;

/**
 * Replaces a raw-number column by {@code token BINARY, refusal STRING} in the task that scans the row. A number that cannot be normalized has no token and a
 * reason word.
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
        return tokenized(rows, TokenizeNumber.token(key, col(phone), region), List.of(Columns.TOKEN, Columns.REFUSAL));
    }

    /** With {@code digits_token BINARY} too, for comparison with uploaded hashes of either form. */
    Dataset<Row> bothForms(Dataset<Row> rows) {
        return tokenized(
                rows,
                TokenizeNumber.tokens(key, col(phone), region),
                List.of(Columns.TOKEN, Columns.DIGITS_TOKEN, Columns.REFUSAL));
    }

    private Dataset<Row> tokenized(Dataset<Row> rows, Column tokens, List<String> fields) {
        List<Column> others = Arrays.stream(rows.columns())
                .filter(name -> !name.equals(phone))
                .map(functions::col)
                .toList();
        return rows.select(append(others, List.of(tokens.as(TOKENS))))
                .select(append(
                        others,
                        fields.stream()
                                .map(field -> col(TOKENS).getField(field).as(field))
                                .toList()));
    }

    private static Column[] append(List<Column> columns, List<Column> more) {
        return Stream.concat(columns.stream(), more.stream()).toArray(Column[]::new);
    }
}
