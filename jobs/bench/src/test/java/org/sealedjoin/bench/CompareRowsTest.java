package org.sealedjoin.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which differences between outputs are explained, and which are not. */
class CompareRowsTest {
    private static final String LINKS =
            "SELECT 'friends' AS purpose, 1::BIGINT AS user_id, 2::BIGINT AS account_id, TIMESTAMPTZ '2016-01-01 00:00:00Z' AS linked_since";
    private static final String EDGES =
            "SELECT 'friends' AS purpose, 2::BIGINT AS account_id, 3::BIGINT AS contact_account_id";

    @TempDir
    Path folder;

    private List<Difference> between(String ours, String theirs) {
        write("ours", LINKS, EDGES, ours);
        write("theirs", LINKS, EDGES, theirs);
        return compare();
    }

    private List<Difference> compare() {
        return CompareRows.between(
                "ours", folder.resolve("ours"), "theirs", folder.resolve("theirs"), folder.resolve("work"));
    }

    private void write(String name, String links, String edges, String suggestions) {
        String at = folder.resolve(name).toString();
        try (var engine = new DuckEngine(1, "200MB", folder.resolve("own"))) {
            engine.output(at + "/internal/account_links", links);
            engine.output(at + "/internal/contact_edges", edges);
            engine.output(
                    at + "/products/friend_suggestions",
                    "SELECT * FROM (VALUES " + suggestions
                            + ") AS t(account_id, suggested_account_id, rank, score, reason)");
        }
    }

    @Test
    void between_sameRows_findsNothing() {
        assertThat(between("(1, 2, 1, 5e-1, 'shared_friends')", "(1, 2, 1, 5e-1, 'shared_friends')"))
                .isEmpty();
    }

    @Test
    void between_neighboursWhoseScoresDifferInTheLastDigit_isExplained() {
        List<Difference> found = between(
                "(1, 2, 1, 5e-1, 'a'), (1, 3, 2, 5e-1, 'a')", "(1, 3, 1, 5.00000000001e-1, 'a'), (1, 2, 2, 5e-1, 'a')");

        assertThat(found).hasSize(1);
        assertThat(found.get(0).explained()).isTrue();
        assertThat(found.get(0).rows()).isEqualTo(2);
    }

    @Test
    void between_neighboursWhoseScoresDiffer_isNotExplained() {
        assertThat(between("(1, 2, 1, 6e-1, 'a'), (1, 3, 2, 5e-1, 'a')", "(1, 3, 1, 5e-1, 'a'), (1, 2, 2, 6e-1, 'a')"))
                .extracting(Difference::reason, Difference::explained, Difference::rows)
                .containsExactly(tuple("another rank", false, 2L));
    }

    @Test
    void between_lastPlaceOfAFullListHeldByAnotherOfTheSameScore_isExplained() {
        assertThat(between(full(500), full(501)))
                .extracting(Difference::explained, Difference::rows)
                .containsExactly(tuple(true, 2L));
    }

    @Test
    void between_lastPlaceOfAShortListHeldByAnother_isNotExplained() {
        assertThat(between("(1, 2, 1, 5e-1, 'a')", "(1, 3, 1, 5e-1, 'a')"))
                .extracting(Difference::reason, Difference::explained)
                .containsExactly(tuple("only ours", false), tuple("only theirs", false));
    }

    /** Fifty suggestions of one person, the last of them somebody given. */
    private static String full(int last) {
        return IntStream.rangeClosed(1, 50)
                .mapToObj(rank ->
                        "(1, " + (rank == 50 ? last : rank) + ", " + rank + ", " + (1.0 - rank / 100.0) + "e0, 'a')")
                .collect(Collectors.joining(", "));
    }

    @Test
    void between_oneMoreSuggestion_isNotExplained() {
        assertThat(between("(1, 2, 1, 5e-1, 'a'), (1, 3, 2, 5e-1, 'a')", "(1, 2, 1, 5e-1, 'a')"))
                .extracting(Difference::reason, Difference::explained)
                .containsExactly(tuple("only ours", false));
    }

    @Test
    void between_anotherInstantOfALink_isNotExplained() {
        write("ours", LINKS, EDGES, "(1, 2, 1, 5e-1, 'a')");
        write("theirs", LINKS.replace("2016-01-01", "2016-01-02"), EDGES, "(1, 2, 1, 5e-1, 'a')");

        assertThat(compare())
                .extracting(Difference::table, Difference::reason, Difference::explained)
                .containsExactly(
                        tuple("internal/account_links", "only ours", false),
                        tuple("internal/account_links", "only theirs", false));
    }

    @Test
    void call_mexicanNumberOfBefore2019_onlyOurReaderKnowsItsFormOfToday() throws Exception {
        assertThat(SparkEngine.Reader.OURS.call("+5215512345678", "MX")).isEqualTo("+525512345678");
        assertThat(SparkEngine.Reader.LIBRARY.call("+5215512345678", "MX")).isNotEqualTo("+525512345678");
        assertThat(SparkEngine.Reader.LIBRARY.call("(202) 555-0123", "US")).isEqualTo("+12025550123");
        assertThat(SparkEngine.Reader.LIBRARY.call("nobody", "US")).isNull();
    }
}
