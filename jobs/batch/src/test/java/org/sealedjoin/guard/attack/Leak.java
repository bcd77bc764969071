package org.sealedjoin.guard.attack;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.sealedjoin.guard.Clinic;

/**
 * One way to get a labelled column out.
 *
 * @param prepare what may happen unpunished, such as writing the plan down; gives the attempt
 * @param evidence what the attempt gives if nobody stops it; empty if it is not worth running
 * @param names what the refusal must name
 */
record Leak(String name, Function<Clinic, Supplier<Object>> prepare, String evidence, List<String> names) {
    private static final List<String> NUMBER = List.of("patients.phone", "raw_number");

    /** An attempt that gives the planted number itself. */
    static Leak of(String name, Function<Clinic, Object> attempt) {
        return new Leak(name, clinic -> () -> attempt.apply(clinic), Clinic.PLANTED, NUMBER);
    }

    /** SQL text whose rows are collected. */
    static Leak sql(String name, String text) {
        return of(name, clinic -> Clinic.text((Object) clinic.sql(text).collectAsList()));
    }

    /** Rows that are collected. */
    static Leak rows(String name, Function<Clinic, Dataset<?>> rows) {
        return of(name, clinic -> rows.apply(clinic).collectAsList());
    }

    static Leak prepared(String name, Function<Clinic, Supplier<Object>> prepare) {
        return new Leak(name, prepare, Clinic.PLANTED, NUMBER);
    }

    Leak gives(String other) {
        return new Leak(name, prepare, other, names);
    }

    /** For what would need more than this to be seen succeeding, such as a database. */
    Leak unseen() {
        return gives("");
    }

    Leak says(String... words) {
        return new Leak(name, prepare, evidence, List.of(words));
    }

    @Override
    public String toString() {
        return name;
    }
}
