package org.sealedjoin.bench;

import java.time.Instant;

/** Something that runs the statements of {@link PeerScript}. Not for several threads. */
interface Engine extends AutoCloseable {
    /** What tokens are keyed with. A benchmark has nothing to keep secret. */
    String KEY = "0123456789abcdef0123456789abcdef";

    /** Makes the files {@code folder/*.parquet} readable by the name of a table. */
    void read(String table, String folder);

    /** An instant as this engine's SQL writes it. */
    String instant(Instant instant);

    /** The token of a number, as an expression over expressions for the number and its default region. */
    String token(String phone, String region);

    /** Names a query. */
    void view(String name, String query);

    /** Runs a query and keeps its rows for later statements. */
    void table(String name, String query);

    /** Forgets a table. */
    void drop(String name);

    /** Writes the rows of a query as Parquet files in a new folder. */
    void output(String folder, String query);

    @Override
    void close();
}
