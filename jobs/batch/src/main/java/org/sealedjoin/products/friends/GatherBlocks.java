package org.sealedjoin.products.friends;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;

/**
 * Gathers evidence for viewers from the lists that {@link PackEvidence} sent to their block: one block after the other is made a small
 * graph. Memory is bounded by the lists of one block.
 *
 * <p>In: {@code block, account_id, packed}, all of a block together. Out: {@link ChooseBest#SCHEMA}, all rows of a viewer together, the best
 * first.
 */
final class GatherBlocks implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1L;

    private final FriendsPolicy policy;
    private final ChooseBest.Told told;

    GatherBlocks(FriendsPolicy policy, ChooseBest.Told told) {
        this.policy = policy;
        this.told = told;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        return new RowsOf<>(new Blocks(rows), this::suggestions);
    }

    private Iterator<Row> suggestions(List<Row> block) {
        People people = people(block);
        var choose = new ChooseBest(policy, told, people, ties(block, people));
        Iterator<Row> viewers =
                block.stream().filter(row -> list(row).isOfViewer()).iterator();
        return new RowsOf<>(viewers, row -> {
            PackedList.Read own = list(row);
            return choose.of(row.getLong(1), own.removed(), own.shown());
        });
    }

    private static PackedList.Read list(Row row) {
        return PackedList.Read.of(row.getAs(2));
    }

    private static People people(List<Row> block) {
        var facts = new Facts();
        for (Row row : block) {
            PackedList.Read list = list(row);
            facts.add(row.getLong(1), list.traits(), list.region());
        }
        // Afterwards: a neighbour's list tells more of a viewer than the viewer's own.
        for (Row row : block) {
            list(row).neighbours().forEach(each -> facts.add(each.id(), each.traits(), each.region()));
        }
        return Facts.people(List.of(facts));
    }

    private static Ties ties(List<Row> block, People people) {
        var ends = new Ties.Ends();
        int[] degrees = new int[people.size()];
        for (Row row : block) {
            PackedList.Read list = list(row);
            int person = people.indexOf(row.getLong(1));
            degrees[person] = list.degree();
            for (Neighbour each : list.neighbours()) {
                int neighbour = people.indexOf(each.id());
                ends.add(person, Ties.end(neighbour, each.tie().ordinal()));
                degrees[neighbour] = Math.max(degrees[neighbour], each.degree());
            }
        }
        return Ties.of(people.size(), List.of(ends)).withDegrees(degrees);
    }

    /** The rows of each block. */
    private static final class Blocks implements Iterator<List<Row>> {
        private final Iterator<Row> rows;
        private List<Row> next = new ArrayList<>();

        Blocks(Iterator<Row> rows) {
            this.rows = rows;
            if (rows.hasNext()) {
                next.add(rows.next());
            }
        }

        @Override
        public boolean hasNext() {
            return !next.isEmpty();
        }

        @Override
        public List<Row> next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            List<Row> block = next;
            next = new ArrayList<>();
            while (next.isEmpty() && rows.hasNext()) {
                Row row = rows.next();
                (row.getInt(0) == block.get(0).getInt(0) ? block : next).add(row);
            }
            return block;
        }
    }
}
