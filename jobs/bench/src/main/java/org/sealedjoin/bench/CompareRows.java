package org.sealedjoin.bench;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares what two systems wrote, every row of every table of theirs, and sorts the rows that differ by how they do.
 *
 * <p>Links and edges must be the same sets of rows. Suggestions must be the same pairs with the same rank and reason, and scores that differ by
 * at most a thousand-millionth. The engines' exponential functions may round the last digit otherwise, so rows of one person whose scores are that close may
 * change places, or one of them drop out at the end of a full list; nothing else is explained.
 */
final class CompareRows {
    private static final int EXAMPLES = 20;

    private final Statement statement;

    private CompareRows(Statement statement) {
        this.statement = statement;
    }

    /** Every difference between the folders of two outputs. */
    static List<Difference> between(String one, Path ours, String other, Path theirs, Path work) {
        try (var engine = new DuckEngine(Runtime.getRuntime().availableProcessors(), "2GB", work);
                Statement statement = engine.connection().createStatement()) {
            var compare = new CompareRows(statement);
            var found = new ArrayList<Difference>();
            for (String table : List.of("internal/account_links", "internal/contact_edges")) {
                String columns = table.equals("internal/account_links")
                        ? "purpose, user_id, account_id, epoch_us(linked_since) AS linked_since"
                        : "purpose, account_id, contact_account_id";
                compare.view("mine", ours.resolve(table), columns);
                compare.view("yours", theirs.resolve(table), columns);
                compare.count(table, "only " + one, false, "SELECT * FROM mine EXCEPT ALL SELECT * FROM yours", found);
                compare.count(
                        table, "only " + other, false, "SELECT * FROM yours EXCEPT ALL SELECT * FROM mine", found);
            }
            compare.suggestions(one, ours, other, theirs, found);
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot compare outputs", e);
        }
    }

    private void suggestions(String one, Path ours, String other, Path theirs, List<Difference> found)
            throws SQLException {
        String table = "products/friend_suggestions";
        String columns = "account_id, suggested_account_id, rank, score, reason";
        view("mine", ours.resolve(table), columns);
        view("yours", theirs.resolve(table), columns);
        statement.execute("""
                CREATE TABLE unlike AS
                SELECT account_id, suggested_account_id, m.rank AS rank_mine, y.rank AS rank_yours,
                       m.score AS score_mine, y.score AS score_yours, m.reason AS reason_mine, y.reason AS reason_yours
                FROM mine m FULL JOIN yours y USING (account_id, suggested_account_id)
                WHERE m.rank IS NULL OR y.rank IS NULL OR m.rank <> y.rank OR m.reason <> y.reason
                   OR NOT abs(m.score - y.score) <= 1e-9""");
        // Whoever holds the place in the other list, or its last place, with a score that close.
        statement.execute("""
                CREATE TABLE judged AS
                WITH places AS (
                  SELECT u.*,
                         (SELECT any_value(y.score) FROM yours y WHERE y.account_id = u.account_id AND y.rank = u.rank_mine) AS there,
                         (SELECT any_value(m.score) FROM mine m WHERE m.account_id = u.account_id AND m.rank = u.rank_yours) AS here,
                         rank_mine IS NOT NULL AND rank_yours IS NOT NULL
                         OR (SELECT max(m.rank) FROM mine m WHERE m.account_id = u.account_id) = 50
                            AND (SELECT max(y.rank) FROM yours y WHERE y.account_id = u.account_id) = 50 AS may_be_cut
                  FROM unlike u)
                SELECT account_id, suggested_account_id, rank_mine, rank_yours, score_mine, score_yours, reason_mine, reason_yours,
                       CASE WHEN reason_mine <> reason_yours THEN 'reason'
                            WHEN abs(score_mine - score_yours) > 1e-9 THEN 'score'
                            WHEN may_be_cut AND (rank_mine IS NULL OR abs(there - score_mine) <= 1e-9)
                             AND (rank_yours IS NULL OR abs(here - score_yours) <= 1e-9) THEN 'tie'
                            WHEN rank_yours IS NULL THEN 'mine'
                            WHEN rank_mine IS NULL THEN 'yours'
                            ELSE 'rank' END AS kind
                FROM places""");
        String rows = "SELECT * EXCLUDE (kind) FROM judged WHERE kind = ";
        count(table, "scores equal to a thousand-millionth in another order", true, rows + "'tie'", found);
        count(table, "only " + one, false, rows + "'mine'", found);
        count(table, "only " + other, false, rows + "'yours'", found);
        count(table, "another score", false, rows + "'score'", found);
        count(table, "another reason", false, rows + "'reason'", found);
        count(table, "another rank", false, rows + "'rank'", found);
    }

    private void view(String name, Path folder, String columns) throws SQLException {
        statement.execute("CREATE OR REPLACE VIEW " + name + " AS SELECT " + columns + " FROM read_parquet('" + folder
                + "/*.parquet')");
    }

    private void count(String table, String reason, boolean explained, String rows, List<Difference> found)
            throws SQLException {
        long count;
        try (ResultSet counted = statement.executeQuery("SELECT count(*) FROM (" + rows + ")")) {
            counted.next();
            count = counted.getLong(1);
        }
        if (count > 0) {
            found.add(new Difference(table, reason, explained, count, examples(rows)));
        }
    }

    private List<String> examples(String rows) throws SQLException {
        var examples = new ArrayList<String>();
        try (ResultSet some = statement.executeQuery(rows + " LIMIT " + EXAMPLES)) {
            int columns = some.getMetaData().getColumnCount();
            while (some.next()) {
                var line = new StringBuilder();
                for (int column = 1; column <= columns; column++) {
                    line.append(column == 1 ? "" : ", ")
                            .append(some.getMetaData().getColumnName(column))
                            .append(' ')
                            .append(some.getString(column));
                }
                examples.add(line.toString());
            }
        }
        return examples;
    }
}
