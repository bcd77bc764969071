package org.sealedjoin.products.friends;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * Numbers what is left of each viewer's suggestions and drops what is too much. No window: rows come in order already.
 *
 * <p>In: {@code account_id, suggested_account_id, score, reason}, all of a viewer together, the best first. Out: {@link #SCHEMA}.
 */
final class RankSuggestions implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1L;

    static final StructType SCHEMA =
            StructType.fromDDL("account_id LONG, suggested_account_id LONG, rank INT, score DOUBLE, reason STRING");

    private final int perPerson;

    RankSuggestions(int perPerson) {
        this.perPerson = perPerson;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        return new Ranked(rows, perPerson);
    }

    private static final class Ranked implements Iterator<Row> {
        private final Iterator<Row> rows;
        private final int perPerson;
        private long viewer;
        private int rank;
        private Row ahead = RowFactory.create();

        Ranked(Iterator<Row> rows, int perPerson) {
            this.rows = rows;
            this.perPerson = perPerson;
        }

        @Override
        public boolean hasNext() {
            while (ahead.length() == 0 && rows.hasNext()) {
                Row row = rows.next();
                // A viewer's first row has no viewer before it, whatever that one's id.
                rank = rank > 0 && row.getLong(0) == viewer ? rank + 1 : 1;
                viewer = row.getLong(0);
                if (rank <= perPerson) {
                    ahead = RowFactory.create(viewer, row.get(1), rank, row.get(2), row.get(3));
                }
            }
            return ahead.length() > 0;
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Row row = ahead;
            ahead = RowFactory.create();
            return row;
        }
    }
}
