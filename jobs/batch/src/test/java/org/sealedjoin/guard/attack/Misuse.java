package org.sealedjoin.guard.attack;

import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.guard.Clinic;
import org.sealedjoin.guard.Exit;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.guard.Sink;

/**
 * One way to turn the guard's own means against it: an approval, a mark, an operation that takes labels off.
 *
 * @param attack gives what it got out
 * @param evidence stands in what an attack gets that nobody stops; empty if the attack is pointless without a guard
 */
record Misuse(String name, Function<Clinic, Object> attack, String evidence) {
    /** Approves rows for a sink, writes them there, and gives the bytes. */
    static Misuse released(String name, Sink sink, Function<Clinic, Dataset<Row>> rows, String evidence) {
        return new Misuse(name, clinic -> release(clinic, rows.apply(clinic), sink), evidence);
    }

    static String release(Clinic clinic, Dataset<Row> rows, Sink sink) {
        String place = clinic.place();
        return FlowGuard.of(clinic.spark())
                .approve(rows, sink)
                .out(Exit.files(place), approved -> csv(approved, place));
    }

    static String csv(Dataset<Row> rows, String place) {
        rows.write().csv(place);
        return Clinic.bytesUnder(place);
    }

    @Override
    public String toString() {
        return name;
    }
}
