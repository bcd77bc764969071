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
    private final boolean discoverableOnly;
    private final boolean byAge;

    PackPerson(FriendsPolicy policy) {
        connectionLimit = policy.connectionLimit();
        firmOnly = policy.has(SafetyRule.FIRM_EVIDENCE);
        discoverableOnly = policy.has(SafetyRule.DISCOVERABLE);
        byAge = policy.has(SafetyRule.AGE_GROUPS);
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
        byte[] forAdults = list(degree, tied, true);
        byte[] forMinors = list(degree, tied, false);
        return Stream.concat(
                        own,
                        tied.stream()
                                .map(end ->
                                        RowFactory.create(end.id(), step(end), end.adult() ? forAdults : forMinors)))
                .iterator();
    }

    private static int step(Neighbour end) {
        return end.tie() == Neighbour.Tie.FRIEND ? BY_FRIENDSHIP : BY_ENTRIES;
    }

    /** All that a connection of this person may be suggested because of it; whom no rule lets them see does not travel. */
    private byte[] list(long degree, List<Neighbour> tied, boolean toAdults) {
        List<Neighbour> seen = tied.stream()
                .filter(end -> end.discoverable() || !discoverableOnly)
                .filter(end -> end.adult() == toAdults || !byAge)
                .toList();
        int home = home(seen);
        var packing = new Packing();
        packing.number(degree);
        packing.number(home);
        seen.forEach(neighbour -> neighbour.pack(packing, home));
        return packing.packed();
    }

    /** The region of the one in the middle, which is most often that of the most. */
    private static int home(List<Neighbour> neighbours) {
        return neighbours.isEmpty()
                ? 0
                : neighbours.stream()
                        .mapToInt(Neighbour::region)
                        .sorted()
                        .skip(neighbours.size() / 2)
                        .findFirst()
                        .orElse(0);
    }

    private static Row own(long id, Row person, List<Neighbour> neighbours) {
        var packing = new Packing();
        packing.number(person.getBoolean(4) ? 1 : 0);
        int home = Neighbour.regionNumber(person.getString(5));
        packing.number(home);
        packing.number(person.getLong(3));
        packing.number(neighbours.size());
        neighbours.forEach(neighbour -> neighbour.pack(packing, home));
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
