package org.sealedjoin.products.friends;

import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.apache.spark.sql.Row;

/** The rows that each of many things gives, one thing after the other and none before its turn. */
final class RowsOf<T> implements Iterator<Row> {
    private final Iterator<T> things;
    private final Function<T, Iterator<Row>> rows;
    private Iterator<Row> current = Collections.emptyIterator();

    RowsOf(Iterator<T> things, Function<T, Iterator<Row>> rows) {
        this.things = things;
        this.rows = rows;
    }

    @Override
    public boolean hasNext() {
        while (!current.hasNext() && things.hasNext()) {
            current = rows.apply(things.next());
        }
        return current.hasNext();
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return current.next();
    }
}
