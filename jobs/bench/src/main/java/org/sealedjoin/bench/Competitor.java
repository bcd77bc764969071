package org.sealedjoin.bench;

import java.util.Arrays;
import java.util.Locale;
import org.sealedjoin.base.UsageFailure;

/** A system that does the {@code friends} job. */
enum Competitor {
    /** {@code scripts/sealedjoin friends}. */
    OURS,
    /** Spark as a textbook uses it. */
    TEXTBOOK,
    /** SQL in DuckDB. */
    DUCKDB;

    /** Its name in figures. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Competitor of(String word) {
        return Arrays.stream(values())
                .filter(each -> each != OURS && each.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new UsageFailure("Cannot use --peers: one is neither textbook nor duckdb"));
    }

    /** Whether numbers in other forms than E.164 can be read. */
    boolean readsEveryForm() {
        return this != DUCKDB;
    }

    /** Whether Spark runs it, and so tells what it shuffled. */
    boolean isSpark() {
        return this != DUCKDB;
    }
}
