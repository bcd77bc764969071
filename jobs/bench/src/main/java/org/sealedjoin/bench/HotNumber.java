package org.sealedjoin.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.sealedjoin.base.EnvironmentFailure;

/**
 * One number that stands in a share of all address books, as a hotline's or a celebrity's does. It is that of somebody who agreed and is linked, so that
 * every join has to deal with it.
 */
final class HotNumber {
    private static final List<String> TABLES =
            List.of("messaging_users", "messaging_contacts", "account_phones", "social_accounts", "consent_events");

    private HotNumber() {}

    /** Adds a file of address-book rows to a generated input in Parquet, one row for each of that share of all users. */
    static void add(Path input, double share) {
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            for (String table : TABLES) {
                statement.execute(
                        "CREATE VIEW " + table + " AS FROM read_parquet('" + input.resolve(table) + "/*.parquet')");
            }
            statement.execute("""
                    CREATE TABLE said AS
                    SELECT platform, subject_id, bool_and(decision = 'grant') AND bool_or(purpose = 'friends') AS agreed
                    FROM consent_events GROUP BY ALL
                    """);
            statement.execute("""
                    CREATE TABLE hot AS
                    SELECT u.phone
                    FROM messaging_users u
                    JOIN account_phones p ON p.phone = u.phone AND p.phone_use = 'profile'
                    JOIN social_accounts a ON a.account_id = p.account_id
                    JOIN said m ON m.platform = 'messaging' AND m.subject_id = u.user_id
                    JOIN said s ON s.platform = 'social' AND s.subject_id = a.account_id
                    WHERE u.status = 'active' AND a.status = 'active' AND m.agreed AND s.agreed
                    ORDER BY u.user_id LIMIT 1
                    """);
            long rows = statement.executeUpdate("""
                    COPY (
                      SELECT u.user_id AS owner_user_id, hot.phone AS contact_phone, NULL::TIMESTAMPTZ AS added_at
                      FROM messaging_users u, hot
                      WHERE u.user_id IS NOT NULL AND hash(u.user_id) %% 1000 < %d
                    ) TO '%s' (FORMAT parquet)
                    """.formatted(
                            Math.round(1000 * share),
                            input.resolve("messaging_contacts").resolve("part-hot.parquet")));
            if (rows == 0) {
                throw new EnvironmentFailure(
                        "Cannot make a hot number: no user who agreed to friends is linked by a number (need a larger --book-rows)");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot add a hot number", e);
        }
    }
}
