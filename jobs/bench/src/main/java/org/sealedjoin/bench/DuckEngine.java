package org.sealedjoin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;

/**
 * DuckDB within this process: tables in its own memory, beyond the limit in a folder. Numbers must be in E.164; a token is SHA-256 of a key
 * and of the number's SHA-256, which is what its SQL offers for a keyed hash, cut to 128 bits like ours.
 */
final class DuckEngine implements Engine {
    private final Connection connection;

    /**
     * An engine with nothing in it.
     *
     * @param memory as DuckDB reads it, for example {@code 4GB}
     */
    DuckEngine(int threads, String memory, Path work) {
        try {
            Files.createDirectories(work);
            connection = DriverManager.getConnection("jdbc:duckdb:");
        } catch (IOException | SQLException e) {
            throw new IllegalStateException("Cannot open DuckDB", e);
        }
        run("SET threads = " + threads);
        run("SET memory_limit = '" + memory + "'");
        run("SET temp_directory = '" + work + "'");
        run("SET preserve_insertion_order = false");
        run("SET TimeZone = 'UTC'");
        run("SET enable_progress_bar = false");
    }

    /** Version of DuckDB, for example {@code v2.0.0}. */
    static String version() {
        try (Connection asked = DriverManager.getConnection("jdbc:duckdb:")) {
            return asked.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot open DuckDB", e);
        }
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void read(String table, String folder) {
        run("CREATE VIEW " + table + " AS SELECT * FROM read_parquet('" + folder + "/*.parquet')");
    }

    @Override
    public String instant(Instant instant) {
        return "TIMESTAMPTZ '" + instant + "'";
    }

    @Override
    public String token(String phone, String region) {
        // Only number_releases holds blanks; the function is cheap beside two hashes, and elsewhere it is left out.
        String number = region.equals("NULL") ? "replace(" + phone + ", ' ', '')" : phone;
        return "substr(sha256(concat('" + KEY + "', sha256(" + number + "))), 1, 32)";
    }

    @Override
    public void view(String name, String query) {
        run("CREATE VIEW " + name + " AS " + query);
    }

    @Override
    public void table(String name, String query) {
        run("CREATE TABLE " + name + " AS " + query);
    }

    @Override
    public void drop(String name) {
        run("DROP TABLE " + name);
    }

    @Override
    public void output(String folder, String query) {
        try {
            Files.createDirectories(Path.of(folder));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        run("COPY (" + query + ") TO '" + folder + "/part-0.parquet' (FORMAT parquet)");
    }

    private void run(String statement) {
        try (Statement prepared = connection.createStatement()) {
            prepared.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB cannot run: " + statement, e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("Cannot close DuckDB", e);
        }
    }
}
