package org.sealedjoin.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that are not as declared: counted by reason, kept out, and too many of them refused. */
class ReadBadRowsTest extends InputOnDisk {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "201|line: more or fewer fields than the header",
                "201,202,,4|line: more or fewer fields than the header",
                ",202,|account_id: null",
                "abc,202,|account_id: not a LONG",
                "9223372036854775808,202,|account_id: not a LONG",
                "201,202,yesterday|since: not a TIMESTAMP",
                "201,202,2013-02-30T00:00:00Z|since: not a TIMESTAMP"
            })
    void read_badRow_isCountedByReason(String row, String reason) {
        write(Inputs.SOCIAL_FRIENDSHIPS, FRIENDSHIPS, "101,102,", row);
        CheckedTable table = checked(Inputs.SOCIAL_FRIENDSHIPS);
        assertThat(table.rejected()).isEqualTo(Map.of(reason, 1L));
        assertThat(table.rowsRead()).isEqualTo(2);
        assertThat(table.rowsUsed()).isEqualTo(1);
        assertThat(table.rows().count()).isEqualTo(1);
    }

    @Test
    void read_unknownWord_isBad() {
        write(Inputs.MESSAGING_USERS, USERS, user(1, NUMBER), user(2, NUMBER).replace("active", "gone"));
        assertThat(checked(Inputs.MESSAGING_USERS).rejected()).isEqualTo(Map.of("status: unknown word", 1L));
    }

    @Test
    void read_belowLeast_isBad() {
        write(
                Inputs.AUDIENCES,
                "audience_id,advertiser_id,name,created_at,retention_days",
                "1,1,a,2016-01-01T00:00:00Z,0",
                "2,1,b,2016-01-01T00:00:00Z,-1");
        assertThat(checked(Inputs.AUDIENCES).rejected()).isEqualTo(Map.of("retention_days: below 0", 1L));
    }

    @Test
    void read_keyTwice_dropsEveryRowOfIt() {
        write(Inputs.MESSAGING_USERS, USERS, user(1, "a"), user(2, "b"), user(2, "c"), user(3, "d"), user(0, ""));
        CheckedTable table = checked(Inputs.MESSAGING_USERS);
        assertThat(table.rejected()).isEqualTo(Map.of("phone: null", 1L, "user_id: stands more than once", 2L));
        assertThat(table.rowsRead()).isEqualTo(5);
        assertThat(table.rowsUsed()).isEqualTo(2);
        assertThat(table.rows().orderBy("user_id").collectAsList())
                .extracting(row -> row.getLong(0))
                .containsExactly(1L, 3L);
    }

    @Test
    void read_shareOfBadRowsAtLimit_goesOn() {
        write(Inputs.SOCIAL_FRIENDSHIPS, FRIENDSHIPS, friendships(200, "x,1,", "y,2,"));
        CheckedTable table = checked(Inputs.SOCIAL_FRIENDSHIPS, 0.01);
        assertThat(table.rowsRead()).isEqualTo(200);
        assertThat(table.rowsUsed()).isEqualTo(198);
        assertThat(table.rowsRejected()).isEqualTo(2);
    }

    @Test
    void read_shareOfBadRowsAboveLimit_stops() {
        write(Inputs.SOCIAL_FRIENDSHIPS, FRIENDSHIPS, friendships(200, "x,1,", "y,2,", "3,,"));
        assertThat(refusal())
                .isEqualTo("Cannot use social_friendships: 3 of 200 rows are bad: account_id: not a LONG (2),"
                        + " friend_account_id: null (1); the limit is a share of 0.01, input.max-rejected-share");
    }

    @Test
    void read_oneBadRowInProtectiveTable_stopsWhateverTheShare() {
        write(
                Inputs.SOCIAL_BLOCKS,
                "account_id,blocked_account_id,blocked_at",
                friendships(500, "101,,2016-01-01T00:00:00Z"));
        assertThat(refusal(1))
                .isEqualTo("Cannot use social_blocks: 1 of 500 rows are bad: blocked_account_id: null (1);"
                        + " the limit is 0, because the table protects people");
    }

    /** Every use of a table would pay for what the one check has found. */
    @Test
    void read_parquetWithoutBadRows_isNotCheckedAgain() throws IOException {
        parquet(Inputs.MESSAGING_USERS, "*");
        String plan = plan(checked(Inputs.MESSAGING_USERS).rows().select("region"));
        assertThat(plan).containsPattern("ReadSchema: struct<region:string>").doesNotContain("Filter (");
    }

    @Test
    void read_parquetWithBadRows_isAskedOnlyForWhatWasFound() throws IOException {
        parquet(
                Inputs.MESSAGING_USERS,
                "user_id",
                "phone",
                "region",
                "registered_at",
                "phone_verified_at",
                "if(user_id = 2, 'gone', status) status");
        CheckedTable table = checked(Inputs.MESSAGING_USERS, 1);
        assertThat(table.rejected()).isEqualTo(Map.of("status: unknown word", 1L));
        assertThat(table.rows().filter("user_id = 2").count()).isZero();
        assertThat(table.rows().count()).isEqualTo(table.rowsUsed());
        assertThat(plan(table.rows().select("region")))
                .containsPattern("ReadSchema: struct<region:string,status:string>");
    }

    private static String plan(Dataset<Row> rows) {
        return rows.queryExecution().executedPlan().toString();
    }
}
