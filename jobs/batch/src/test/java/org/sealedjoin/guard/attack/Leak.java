package org.sealedjoin.guard.attack;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.guard.Clinic;

/**
 * One way to get a labelled column out.
 *
 * @param prepare what may happen unpunished, such as writing the plan down; gives the attempt
 * @param plan the rows alone, for a review of where they may go; null if the attempt is no query
 * @param evidence what the attempt gives if nobody stops it; empty if it is not worth running
 * @param names what the refusal must name
 */
record Leak(
        String name,
        Function<Clinic, Supplier<Object>> prepare,
        @Nullable Function<Clinic, Dataset<?>> plan,
        String evidence,
        List<String> names) {
    /** A refusal names the column, its label and where it would have gone; of several columns any. */
    private static final List<String> ANY_OF_THE_TABLE = List.of("patients", "reaches");

    /** An attempt that gives the planted number itself. */
    static Leak of(String name, Function<Clinic, Object> attempt) {
        return new Leak(name, clinic -> () -> attempt.apply(clinic), null, Clinic.PLANTED, ANY_OF_THE_TABLE);
    }

    /** SQL text whose rows are collected. */
    static Leak sql(String name, String text) {
        return rows(name, clinic -> clinic.sql(text));
    }

    /** Rows that are collected. */
    static Leak rows(String name, Function<Clinic, Dataset<?>> rows) {
        return new Leak(
                name, clinic -> () -> rows.apply(clinic).collectAsList(), rows, Clinic.PLANTED, ANY_OF_THE_TABLE);
    }

    static Leak prepared(String name, Function<Clinic, Supplier<Object>> prepare) {
        return new Leak(name, prepare, null, Clinic.PLANTED, ANY_OF_THE_TABLE);
    }

    Leak gives(String other) {
        return new Leak(name, prepare, plan, other, names);
    }

    /** For what would need more than this to be seen succeeding, such as a database. */
    Leak unseen() {
        return gives("");
    }

    Leak says(String... words) {
        return new Leak(name, prepare, plan, evidence, List.of(words));
    }

    @Override
    public String toString() {
        return name;
    }
}
