package org.sealedjoin.guard;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Label;

/**
 * A named operation that takes labels off. The guard recognises it by this very object, which {@link FlowPolicy#operations} must hold;
 * a column or plan that merely has the same name is nothing to it.
 */
public abstract sealed class Operation {
    private final String name;

    private Operation(String name) {
        this.name = name;
    }

    /** As it stands in paths of flows. */
    public final String name() {
        return name;
    }

    /**
     * Does {@code step} to {@code rows}, marked as this operation.
     *
     * @param step from the rows, with their columns as they are, to the result
     */
    public final Dataset<Row> mark(Dataset<Row> rows, UnaryOperator<Dataset<Row>> step) {
        return Mark.around(this, rows, step);
    }

    @Override
    public final String toString() {
        return name;
    }

    /**
     * Keeps the rows of people who agreed. Takes one label off the column that it filters, and off nothing else.
     *
     * <p>The guard wants to see a left-semi join on that one column with the ids of a table of decisions, filtered by the column of
     * this purpose and by the people's domain.
     */
    public static final class ConsentFilter extends Operation {
        final Label takes;
        final String id;
        final String agreed;
        final Map<String, String> also;
        final String domain;
        final Set<String> decisions;

        /**
         * @param takes the label that comes off
         * @param id column of the decisions that names the person
         * @param agreed BOOLEAN column of the decisions that must be true
         * @param also further columns of the decisions and the value each must have
         * @param domain whose ids the filtered column holds
         * @param decisions names of tables that hold decisions
         */
        public ConsentFilter(
                Label takes, String id, String agreed, Map<String, String> also, String domain, Set<String> decisions) {
            super("consent filter for " + agreed);
            this.takes = takes;
            this.id = id;
            this.agreed = agreed;
            this.also = Map.copyOf(also);
            this.domain = domain;
            this.decisions = Set.copyOf(decisions);
        }
    }

    /** Keeps, for each value of a new column, the rows of people who agreed to what the value says. */
    public static final class ConsentByRow extends Operation {
        final Map<String, Label> takes;
        final String rowColumn;
        final Set<String> people;

        /**
         * @param takes the label that comes off in rows of each value
         * @param rowColumn the new column
         * @param people columns that name the one person of a row, who was asked under each of these ids
         */
        public ConsentByRow(Map<String, Label> takes, String rowColumn, Set<String> people) {
            super("consent by " + rowColumn);
            this.takes = Map.copyOf(takes);
            this.rowColumn = rowColumn;
            this.people = Set.copyOf(people);
        }
    }

    /**
     * Removes rows, or joins what later removes rows. The right side adds no label by being there; columns that come from it keep theirs.
     *
     * <p>The guard wants to see a left-anti join whose left side is the input; or, if the operation names columns that it brings, a
     * left-outer join with groups of the very columns that are compared, so that no row is repeated, and no other new column.
     */
    public static final class Subtract extends Operation {
        final Set<String> brings;

        /** @param brings columns of the right side that later remove rows; none if this operation removes them itself */
        public Subtract(String name, String... brings) {
            super("subtract " + name);
            this.brings = Set.of(brings);
        }
    }

    /** Where look-up keys stay behind: takes off what came from comparing such keys with each other, never a key itself. */
    public static final class LookupJoin extends Operation {
        final Set<Label> takes;

        public LookupJoin(String name, Set<Label> takes) {
            super(name);
            this.takes = Set.copyOf(takes);
        }
    }

    /** Counts of rows by words known beforehand; made by {@link CountRows} only. */
    public static final class Count extends Operation {
        final Set<Label> takes;

        public Count(Set<Label> takes) {
            super("count");
            this.takes = Set.copyOf(takes);
        }
    }

    /** Figures fit to leave: a rule of the product, such as noise or a threshold, takes these labels off. */
    public static final class Release extends Operation {
        final Set<Label> takes;
        final List<String> columns;

        /**
         * @param takes labels that come off
         * @param columns figures that the rule makes; other columns keep their labels
         */
        public Release(String name, Set<Label> takes, List<String> columns) {
            super(name);
            this.takes = Set.copyOf(takes);
            this.columns = List.copyOf(columns);
        }
    }
}
