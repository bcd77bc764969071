package org.sealedjoin.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealedjoin.base.GuaranteeFailure;
import org.sealedjoin.guard.Sink;
import org.sealedjoin.table.ColumnType;
import org.sealedjoin.table.DeclaredColumn;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.SinkTable;
import org.sealedjoin.table.Table;
import org.sealedjoin.testing.LocalSpark;
import org.sealedjoin.verify.CheckRelease;

/**
 * What a guarantee refuses, with status 4. No input can bring a run there: every sink takes ids, counts and declared words only. So
 * the last two doors are tried from inside.
 */
class RefusedReleaseTest {
    /** A sink of free text, which no real one is. */
    private static final SinkTable NOTES = new SinkTable(
            new Table(
                    "notes",
                    Table.Presence.NEEDED,
                    false,
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

    private static String refusal(SinkTable sink, Dataset<Row> rows, Dataset<Row> friendships) {
        var failure = catchThrowableOfType(
                GuaranteeFailure.class, () -> new CheckRelease().check(Map.of(sink, rows), friendships));
        assertThat(failure).as("refusal").isNotNull();
        assertThat(failure.exitStatus()).isEqualTo(4);
        return failure.line();
    }

    private static Dataset<Row> friendships() {
        return sql("select 2L account_id, 1L friend_account_id");
    }

    private static Dataset<Row> suggestions(String rows) {
        return sql("select * from values " + rows + " as t(account_id, suggested_account_id, rank, score, reason)");
    }

    @Test
    void write_columnMore_isRefusedBeforeAnythingIsWritten(@TempDir Path folder) {
        try (OutputFolder output = OutputFolder.open(
                folder.toString(), LocalSpark.session().sessionState().newHadoopConf())) {
            StagedRun staged = output.stage(RunId.of(Instant.EPOCH, new SecureRandom()));
            var failure = catchThrowableOfType(
                    GuaranteeFailure.class,
                    () -> staged.write(
                            Outputs.AUDIENCE_MEMBERS,
                            sql("select 1L audience_id, 2L account_id, '+12015550123' phone")));
            assertThat(failure.exitStatus()).isEqualTo(4);
            assertThat(failure.line())
                    .isEqualTo("Cannot release products/audience_members: its columns are audience_id long,"
                            + " account_id long, phone string (declared: audience_id long, account_id long)");
            assertThat(folder.resolve(".staging/" + staged.id() + "/products")).doesNotExist();
        }
    }

    @Test
    void check_otherColumns_areRefused() {
        assertThat(refusal(Outputs.AUDIENCE_MEMBERS, sql("select 1L audience_id, 'x' phone"), friendships()))
                .isEqualTo(
                        "Cannot publish products/audience_members: it has other columns than declared (guarantee 3)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+12015550123",
                "call (201) 555-0123 today",
                "201.555.0123",
                "a3f5c1d2e4b6a798a3f5c1d2e4b6a798a3f5c1d2e4b6a798a3f5c1d2e4b6a798",
                "A3F5C1D2E4B6A798"
            })
    void check_textLikeNumberHashOrToken_isRefusedWithoutIt(String text) {
        assertThat(refusal(NOTES, sql("select '" + text + "' note union all select 'fine'"), friendships()))
                .isEqualTo("Cannot publish internal/notes: rows with a null or text that is not declared: 1 found"
                        + " (limit 0, guarantee 1)");
    }

    @Test
    void check_undeclaredWord_isRefused() {
        assertThat(refusal(Outputs.FRIEND_SUGGESTIONS, suggestions("(1L, 3L, 1, 0.5D, 'hunch')"), friendships()))
                .isEqualTo("Cannot publish products/friend_suggestions: rows with a null or text that is not declared:"
                        + " 1 found (limit 0, guarantee 1)");
    }

    @Test
    void check_suggestedToThemselves_isRefused() {
        assertThat(refusal(
                        Outputs.FRIEND_SUGGESTIONS, suggestions("(1L, 1L, 1, 0.5D, 'shared_friends')"), friendships()))
                .isEqualTo("Cannot publish products/friend_suggestions: people suggested to themselves: 1 found"
                        + " (limit 0, guarantee 8)");
    }

    @Test
    void check_friendSuggested_isRefusedEitherWayRound() {
        assertThat(refusal(
                        Outputs.FRIEND_SUGGESTIONS,
                        suggestions("(1L, 2L, 1, 0.5D, 'shared_friends'), (2L, 1L, 1, 0.5D, 'shared_friends')"),
                        friendships()))
                .isEqualTo("Cannot publish products/friend_suggestions: friends suggested to friends: 2 found"
                        + " (limit 0, guarantee 8)");
    }

    @Test
    void check_ranksWithGap_areRefused() {
        assertThat(refusal(
                        Outputs.FRIEND_SUGGESTIONS,
                        suggestions("(1L, 3L, 1, 0.5D, 'shared_friends'), (1L, 4L, 3, 0.4D, 'shared_friends')"),
                        friendships()))
                .isEqualTo("Cannot publish products/friend_suggestions: people whose ranks have gaps: 1 found"
                        + " (limit 0, guarantee 8)");
    }

    @Test
    void check_soundSuggestions_givesVerdicts() {
        var verdicts = new CheckRelease()
                .check(
                        Map.of(
                                Outputs.FRIEND_SUGGESTIONS,
                                suggestions(
                                        "(1L, 3L, 1, 0.5D, 'shared_friends'), (3L, 1L, 1, 0.5D, 'shared_contacts')")),
                        friendships());
        assertThat(verdicts)
                .extracting(CheckRelease.Verdict::guarantee)
                .containsExactly("only declared columns leave", "a suggestion is no lookup");
    }
}
