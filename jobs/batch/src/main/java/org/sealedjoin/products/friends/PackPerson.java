package org.sealedjoin.products.friends;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** The rows that {@link PackEvidence} makes of one person. */
final class PackPerson implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int connectionLimit;
    private final boolean firmOnly;
    private final int blocks;

    PackPerson(FriendsPolicy policy, int blocks) {
        connectionLimit = policy.connectionLimit();
        firmOnly = policy.has(SafetyRule.FIRM_EVIDENCE);
        this.blocks = blocks;
    }

    Iterator<Row> rows(Row person) {
        long id = person.getLong(0);
        long degree = person.getLong(1);
        List<Row> structs = person.getList(2);
        List<Neighbour> neighbours = structs.stream()
                .map(Neighbour::of)
                .sorted((one, other) -> Long.compare(one.id(), other.id()))
                .toList();
        boolean sees = !person.isNullAt(4);
        Stream<Row> own = sees ? Stream.of(RowFactory.create(block(id), id, own(person, neighbours))) : Stream.empty();
        if (degree > connectionLimit) {
            return own.iterator();
        }
        List<Neighbour> tied = neighbours.stream()
                // Of unknown age: sees nobody and is shown to nobody.
                .filter(neighbour -> neighbour.isOfKnownAge() && (!firmOnly || neighbour.firm()))
                .toList();
        byte[] packed = new PackedList(degree, tied).packed();
        IntStream others =
                tied.stream().mapToInt(end -> block(end.id())).distinct().filter(block -> !sees || block != block(id));
        return Stream.concat(own, others.mapToObj(block -> RowFactory.create(block, id, packed)))
                .iterator();
    }

    private static byte[] own(Row person, List<Neighbour> neighbours) {
        List<ChooseBest.Shown> shown = ChooseBest.Shown.of(person.isNullAt(6) ? List.of() : person.getList(6));
        return new PackedList(person.getLong(1), neighbours)
                .packed(person.getBoolean(4), Neighbour.regionNumber(person.getString(5)), person.getLong(3), shown);
    }

    private int block(long id) {
        return (int) Long.remainderUnsigned(id * 0x9E3779B97F4A7C15L >>> 20, blocks);
    }
}
