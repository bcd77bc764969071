package org.sealedjoin.guard;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.testing.LocalSpark;

/** One honest plan, what runs it, and the rows that it must give, sorted as text. */
record Honest(String name, Function<Clinic, List<String>> run, List<String> gives) {
    private static final SparkSession SPARK = LocalSpark.session();
    private static final String ADAPTIVE = "spark.sql.adaptive.enabled";
    private static final String BROADCAST = "spark.sql.autoBroadcastJoinThreshold";

    @Override
    public String toString() {
        return name;
    }

    /** The same with adaptive execution off. */
    Honest notAdaptive() {
        return new Honest(name + ", not adaptive", with(ADAPTIVE, "false"), gives);
    }

    /** The same with joins of sorted rows instead of broadcasts. */
    Honest notBroadcast() {
        return new Honest(name + ", not broadcast", with(BROADCAST, "-1"), gives);
    }

    private Function<Clinic, List<String>> with(String key, String value) {
        return each -> {
            SPARK.conf().set(key, value);
            try {
                return run.apply(each);
            } finally {
                SPARK.conf().unset(key);
            }
        };
    }

    /** Rows without any label: collected as they are, nobody asks. */
    static Honest open(String name, String sql, String... gives) {
        return new Honest(name, each -> Clinic.text(each.sql(sql)), List.of(gives));
    }

    static Honest open(String name, Function<Clinic, Dataset<Row>> rows, String... gives) {
        return new Honest(name, each -> Clinic.text(rows.apply(each)), List.of(gives));
    }

    /** Rows that are approved for a sink and written there. */
    static Honest written(String name, Sink sink, Function<Clinic, Dataset<Row>> rows, String... gives) {
        return new Honest(
                name,
                each -> {
                    String place = write(each, rows.apply(each), sink);
                    return unguarded(each, () -> Clinic.text(SPARK.read().parquet(place)));
                },
                List.of(gives));
    }

    static String write(Clinic each, Dataset<Row> rows, Sink sink) {
        String place = each.place();
        return FlowGuard.of(SPARK).approve(rows, sink).out(Exit.files(place), approved -> {
            approved.write().parquet(place);
            return place;
        });
    }

    static List<String> unguarded(Clinic each, Supplier<List<String>> look) {
        each.unguard();
        try {
            return look.get();
        } finally {
            each.guard();
        }
    }
}
