package org.sealedjoin.guard;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.base.Label;

/**
 * What an input column lends to a place in a plan.
 *
 * @param label what it tells about people
 * @param source the input column, {@code table.column}
 * @param explicit true if values come from the column; false if the column only chose which rows are there
 * @param lookup true if the choice was "there is one" or "the two are equal", never a comparison with something known
 * @param whole true if the column holds the very value that was read or that a known function made; false once values were chosen, cut
 *     or computed, so that a null could say which
 * @param domain whose ids the source column holds, for example a platform; empty if it names nobody
 * @param subject columns of the same row that hold the very id which the flow is about; empty once no column does
 * @param unless if present, rows in which one of these columns holds the value are free of the flow
 * @param steps operators that it passed, oldest first
 */
record Flow(
        Label label,
        String source,
        boolean explicit,
        boolean lookup,
        boolean whole,
        String domain,
        Set<ExprId> subject,
        @Nullable Unless unless,
        List<String> steps) {
    /** Longest path that is kept; the oldest steps tell most. */
    private static final int MOST_STEPS = 12;

    /** Rows in which one of {@code columns} holds {@code value}. */
    record Unless(Set<ExprId> columns, String value) {}

    /** Everything but the path: two flows of one key differ only in how they came. */
    record Key(
            Label label,
            String source,
            boolean explicit,
            boolean lookup,
            boolean whole,
            Set<ExprId> subject,
            @Nullable Unless unless) {}

    Key key() {
        return new Key(label, source, explicit, lookup, whole, subject, unless);
    }

    Flow via(String step) {
        if (steps.size() >= MOST_STEPS
                || (!steps.isEmpty() && steps.get(steps.size() - 1).equals(step))) {
            return this;
        }
        var longer = new ArrayList<>(steps);
        longer.add(step);
        return new Flow(label, source, explicit, lookup, whole, domain, subject, unless, List.copyOf(longer));
    }

    Flow implicit(boolean byLookup) {
        return new Flow(label, source, false, explicit ? byLookup : lookup, false, domain, subject, unless, steps);
    }

    /** The flow into a value that was made of the column's. */
    Flow made() {
        return whole ? new Flow(label, source, explicit, lookup, false, domain, subject, unless, steps) : this;
    }

    /** The flow into a value that a known function made. */
    Flow anew() {
        return whole ? this : new Flow(label, source, explicit, lookup, explicit, domain, subject, unless, steps);
    }

    Flow asLookup() {
        return new Flow(label, source, explicit, true, whole, domain, subject, unless, steps);
    }

    Flow labelled(Label other) {
        return new Flow(other, source, explicit, lookup, whole, domain, subject, unless, steps);
    }

    Flow about(Set<ExprId> columns) {
        return new Flow(label, source, explicit, lookup, whole, domain, columns, unless, steps);
    }

    Flow unlessIn(Unless rows) {
        return new Flow(label, source, explicit, lookup, whole, domain, subject, rows, steps);
    }

    /** The flow without a tie to its row: values of several rows went into one. */
    Flow adrift() {
        return new Flow(label, source, explicit, lookup, false, domain, Set.of(), null, steps);
    }

    /** The flow after columns were renamed; a column that is gone becomes no column. */
    Flow renamed(Function<ExprId, Set<ExprId>> names) {
        if (subject.isEmpty() && unless == null) {
            return this;
        }
        Set<ExprId> about = rename(subject, names);
        Unless rows = unless;
        if (rows != null) {
            Set<ExprId> columns = rename(rows.columns(), names);
            rows = columns.isEmpty() ? null : new Unless(columns, rows.value());
        }
        return new Flow(label, source, explicit, lookup, whole, domain, about, rows, steps);
    }

    private static Set<ExprId> rename(Set<ExprId> columns, Function<ExprId, Set<ExprId>> names) {
        var renamed = new LinkedHashSet<ExprId>();
        columns.forEach(column -> renamed.addAll(names.apply(column)));
        return Set.copyOf(renamed);
    }
}
