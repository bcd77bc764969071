package org.sealedjoin.verify;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.table.RunTables;

/** Guarantee 9 for an output folder: {@code CURRENT} names one finished run, and no run of a later as-of. */
public final class CheckCurrent {
    private static final int AS_OF_LENGTH = "20161015T000000Z".length();

    private final SparkSession spark;
    private final String output;

    public CheckCurrent(SparkSession spark, String output) {
        this.spark = spark;
        this.output = output;
    }

    /** What was found; nothing if the folder has no {@code CURRENT} and no run. */
    public List<Verdict> verdicts() {
        Optional<String> current = RunTables.current(spark, output);
        List<String> runs = RunTables.runs(spark, output);
        if (current.isEmpty() && runs.isEmpty()) {
            return List.of();
        }
        String name = current.orElse("").strip();
        boolean names = current.filter(text -> text.equals(name + "\n")).isPresent() && runs.contains(name);
        long later = names
                ? runs.stream()
                        .filter(run -> asOf(run).compareTo(asOf(name)) > 0)
                        .count()
                : 0;
        return List.of(
                Verdict.none(9, "CURRENT: not the id of a finished run and a line break", names ? 0 : 1),
                Verdict.none(9, "CURRENT: runs of a later as-of than the one it names", later));
    }

    /** Instants in basic ISO form are in order when their texts are. */
    private static String asOf(String run) {
        return run.substring(0, Math.min(run.length(), AS_OF_LENGTH));
    }
}
