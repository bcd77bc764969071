package org.sealedjoin.products.friends;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/** What is known of some people, in arrays of numbers, as a task gathers it before everybody has a place in {@link People}. */
final class Facts implements Serializable {
    private static final long serialVersionUID = 1L;

    private long[] ids = new long[1024];
    private byte[] traits = new byte[1024];
    private char[] regions = new char[1024];
    private int size;

    void add(long id, int known, int region) {
        if (size == ids.length) {
            trimTo(2 * size);
        }
        ids[size] = id;
        traits[size] = (byte) known;
        regions[size++] = (char) region;
    }

    private void trimTo(int length) {
        ids = Arrays.copyOf(ids, length);
        traits = Arrays.copyOf(traits, length);
        regions = Arrays.copyOf(regions, length);
    }

    /** Everybody of whom there is any fact; of several about one person the last stands that tells anything. */
    static People people(List<Facts> facts) {
        var ids = new long[facts.stream().mapToInt(some -> some.size).sum()];
        int filled = 0;
        for (Facts some : facts) {
            System.arraycopy(some.ids, 0, ids, filled, some.size);
            filled += some.size;
        }
        People people = People.of(ids);
        for (Facts some : facts) {
            for (int i = 0; i < some.size; i++) {
                if (some.traits[i] != 0) {
                    people.describe(people.indexOf(some.ids[i]), some.traits[i], some.regions[i]);
                }
            }
        }
        return people;
    }

    /** From {@code account_id, adult, discoverable, region}. */
    static final class OfPartition implements FlatMapFunction<Iterator<Row>, Facts> {
        private static final long serialVersionUID = 1L;

        @Override
        public Iterator<Facts> call(Iterator<Row> rows) {
            var facts = new Facts();
            while (rows.hasNext()) {
                Row row = rows.next();
                facts.add(
                        row.getLong(0),
                        row.isNullAt(1) ? 0 : People.traits(row.getBoolean(1), row.getBoolean(2)),
                        Neighbour.regionNumber(row.getString(3)));
            }
            facts.trimTo(facts.size);
            return List.of(facts).iterator();
        }
    }
}
