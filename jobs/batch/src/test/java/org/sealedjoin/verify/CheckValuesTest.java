package org.sealedjoin.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealedjoin.guard.Sink;
import org.sealedjoin.table.ColumnType;
import org.sealedjoin.table.DeclaredColumn;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.SinkTable;
import org.sealedjoin.table.Table;
import org.sealedjoin.testing.LocalSpark;

/** Text and columns that must not leave. No input brings a run there, so the check is tried on rows made here. */
class CheckValuesTest {
    /** A sink of free text, which no real one is. */
    private static final SinkTable NOTES = new SinkTable(
            new Table(
                    "notes",
                    Table.Presence.NEEDED,
                    Table.BadRows.STOP_ABOVE_SHARE,
                    "",
                    "free text",
                    List.of(new DeclaredColumn(
                            "note", ColumnType.STRING, true, Set.of(), List.of(), OptionalLong.empty(), "text"))),
            new Sink("internal/notes", "tests", Set.of()),
            List.of("note"),
            false);

    private static Dataset<Row> sql(String query) {
        return LocalSpark.session().sql(query);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+12015550123",
                "call (201) 555-0123 today",
                "201.555.0123",
                "2016-10-14 0",
                "2016-13-14",
                "a3f5c1d2e4b6a798a3f5c1d2e4b6a798a3f5c1d2e4b6a798a3f5c1d2e4b6a798",
                "A3F5C1D2E4B6A798",
                "o/XB0uS2p5ij9cHS5LanmKP1wdLktqeYo/XB0uS2p5g="
            })
    void values_textLikeNumberHashOrToken_isFoundAndNotRepeated(String text) {
        Verdict verdict = CheckValues.values(NOTES, sql("select '" + text + "' note union all select 'fine'"))
                .get(0);
        assertThat(verdict).isEqualTo(new Verdict(1, "internal/notes: text like a number, hash or token", 1, 0));
        assertThat(verdict.toString()).doesNotContain(text);
    }

    @Test
    void values_ordinaryText_passes() {
        assertThat(CheckValues.values(NOTES, sql("select 'in_your_contacts' note union all select '2016-10-14'")))
                .hasSize(2)
                .allMatch(Verdict::passed);
    }

    @Test
    void values_nullOrUndeclaredWord_areFound() {
        assertThat(CheckValues.values(NOTES, sql("select cast(null as string) note"))
                        .get(1)
                        .violations())
                .isEqualTo(1);
        assertThat(CheckValues.values(
                                Outputs.CONTACT_EDGES,
                                sql("select 'ads' purpose, 1L account_id, 2L contact_account_id"))
                        .get(1))
                .isEqualTo(
                        new Verdict(3, "internal/contact_edges: nulls, words or values that are not declared", 1, 0));
    }

    @Test
    void columns_moreFewerOrOther_areCounted() {
        String check = "products/audience_members: columns that are missing, not declared or of another type";
        var declared = new StructType().add("audience_id", "long").add("account_id", "long");
        assertThat(CheckValues.columns(Outputs.AUDIENCE_MEMBERS, Optional.of(declared)))
                .isEqualTo(new Verdict(3, check, 0, 0));
        assertThat(CheckValues.columns(Outputs.AUDIENCE_MEMBERS, Optional.of(declared.add("phone", "string"))))
                .isEqualTo(new Verdict(3, check, 1, 0));
        assertThat(CheckValues.columns(
                        Outputs.AUDIENCE_MEMBERS, Optional.of(new StructType().add("audience_id", "string"))))
                .isEqualTo(new Verdict(3, check, 2, 0));
        assertThat(CheckValues.columns(Outputs.AUDIENCE_MEMBERS, Optional.empty()))
                .isEqualTo(new Verdict(3, check, 1, 0));
    }
}
