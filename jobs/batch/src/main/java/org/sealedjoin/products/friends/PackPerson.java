package org.sealedjoin.products.friends;

import java.io.Serializable;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The rows that {@link PackEvidence} makes of one person. */
final class PackPerson implements Serializable {
    /** Step of a row that tells people their own side; before all others once sorted. */
    static final int OWN = 0;

    /** Step of a row that tells what a neighbour by mutual entries is connected to. */
    static final int BY_ENTRIES = 1;

    /** Step of a row that tells what a friend is connected to. */
    static final int BY_FRIENDSHIP = 2;

    private final int connectionLimit;
    private final boolean firmOnly;

    PackPerson(int connectionLimit, boolean firmOnly) {
        this.connectionLimit = connectionLimit;
        this.firmOnly = firmOnly;
    }

    Iterator<Row> rows(Row person) {
        long id = person.getLong(0);
        long degree = person.getLong(1);
        List<Row> structs = person.getList(2);
        List<Neighbour> neighbours = structs.stream()
                // Of unknown age: sees nobody and is shown to nobody.
                .filter(neighbour -> !neighbour.isNullAt(1))
                .map(Neighbour::of)
                .sorted(Comparator.comparingLong(Neighbour::id))
                .toList();
        Stream<Row> own = person.isNullAt(4) ? Stream.empty() : Stream.of(own(id, person, neighbours));
        if (degree > connectionLimit) {
            return own.iterator();
        }
        List<Neighbour> tied = neighbours.stream()
                .filter(neighbour -> !firmOnly || neighbour.firm())
                .toList();
        byte[] list = list(degree, tied);
        return Stream.concat(own, tied.stream().map(end -> RowFactory.create(end.id(), step(end), list)))
                .iterator();
    }

    private static int step(Neighbour end) {
        return end.tie() == Neighbour.Tie.FRIEND ? BY_FRIENDSHIP : BY_ENTRIES;
    }

    /** All that a connection of this person may be suggested because of it. */
    private static byte[] list(long degree, List<Neighbour> tied) {
        var packing = new Packing();
        packing.number(degree);
        tied.forEach(neighbour -> neighbour.pack(packing));
        return packing.packed();
    }

    private static Row own(long id, Row person, List<Neighbour> neighbours) {
        var packing = new Packing();
        packing.number(person.getBoolean(4) ? 1 : 0);
        packing.number(Neighbour.regionNumber(person.getString(5)));
        packing.number(person.getLong(3));
        packing.number(neighbours.size());
        neighbours.forEach(neighbour -> neighbour.pack(packing));
        if (!person.isNullAt(6)) {
            List<Row> shown = person.getList(6);
            for (Row impression : shown) {
                packing.id(impression.getLong(0));
                packing.number(impression.getLong(1));
            }
        }
        return RowFactory.create(id, OWN, packing.packed());
    }
}
