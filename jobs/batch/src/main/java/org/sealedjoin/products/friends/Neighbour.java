package org.sealedjoin.products.friends;

import org.apache.spark.sql.Row;

/**
 * Somebody at the other end of a connection, as packed lists hold them.
 *
 * @param degree firm connections of the neighbour
 * @param region the neighbour's, as a small number; equal regions have equal numbers
 * @param tie how the two are connected
 */
record Neighbour(long id, int degree, int region, Tie tie, boolean adult, boolean discoverable) {
    /** The strongest connection of a person with a neighbour. */
    enum Tie {
        FRIEND,
        MUTUAL_ENTRY,
        ENTRY_BY_NEIGHBOUR,
        ENTRY_BY_PERSON;

        static final Tie[] ALL = values();
    }

    private static final int TIE_BITS = 2;

    /** From {@code neighbour_id, degree, region, friend, made, received, adult, discoverable}. */
    static Neighbour of(Row row) {
        boolean made = row.getBoolean(4);
        boolean received = row.getBoolean(5);
        Tie tie = row.getBoolean(3)
                ? Tie.FRIEND
                : made && received ? Tie.MUTUAL_ENTRY : received ? Tie.ENTRY_BY_NEIGHBOUR : Tie.ENTRY_BY_PERSON;
        return new Neighbour(
                row.getLong(0),
                Math.toIntExact(row.getLong(1)),
                regionNumber(row.getString(2)),
                tie,
                row.getBoolean(6),
                row.getBoolean(7));
    }

    /** Sixteen bits of a region word; two different ISO 3166-1 codes have different numbers. */
    static int regionNumber(String region) {
        int number = 0;
        for (int i = 0; i < region.length(); i++) {
            number = number * 31 + region.charAt(i) - 'A' & 0xFFFF;
        }
        return number;
    }

    boolean firm() {
        return tie == Tie.FRIEND || tie == Tie.MUTUAL_ENTRY;
    }

    /** @param home a region that most neighbours have, and that then costs nothing to write */
    void pack(Packing into, int home) {
        into.id(id);
        long facts = (long) degree << TIE_BITS | tie.ordinal();
        facts = facts << 1 | (adult ? 1 : 0);
        facts = facts << 1 | (discoverable ? 1 : 0);
        into.number(facts << 1 | (region == home ? 0 : 1));
        if (region != home) {
            into.number(region);
        }
    }

    static Neighbour read(Packing.Reader from, int home) {
        long id = from.id();
        long facts = from.number();
        return new Neighbour(
                id,
                (int) (facts >>> TIE_BITS + 3),
                (facts & 1) == 0 ? home : from.smallNumber(),
                Tie.ALL[(int) (facts >>> 3) & 3],
                (facts >>> 2 & 1) == 1,
                (facts >>> 1 & 1) == 1);
    }
}
