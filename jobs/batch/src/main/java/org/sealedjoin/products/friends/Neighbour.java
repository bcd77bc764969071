package org.sealedjoin.products.friends;

import org.apache.spark.sql.Row;

/**
 * Somebody at the other end of a connection, as packed lists hold them.
 *
 * @param degree firm connections of the neighbour; 0 if the age is unknown
 * @param region the neighbour's, as a small number; equal regions have equal numbers
 * @param tie how the two are connected
 * @param traits see {@link People#traits}
 */
record Neighbour(long id, int degree, int region, Tie tie, int traits) {
    /** The strongest connection of a person with a neighbour. */
    enum Tie {
        FRIEND,
        MUTUAL_ENTRY,
        ENTRY_BY_NEIGHBOUR,
        ENTRY_BY_PERSON;

        static final Tie[] ALL = values();
    }

    private static final int TIE_BITS = 2;
    private static final int TRAIT_BITS = 3;

    /** From {@code neighbour_id, degree, region, friend, made, received, adult, discoverable}; a null degree is an unknown age. */
    static Neighbour of(Row row) {
        boolean made = row.getBoolean(4);
        boolean received = row.getBoolean(5);
        Tie tie = row.getBoolean(3)
                ? Tie.FRIEND
                : made && received ? Tie.MUTUAL_ENTRY : received ? Tie.ENTRY_BY_NEIGHBOUR : Tie.ENTRY_BY_PERSON;
        return row.isNullAt(1)
                ? new Neighbour(row.getLong(0), 0, 0, tie, 0)
                : new Neighbour(
                        row.getLong(0),
                        Math.toIntExact(row.getLong(1)),
                        regionNumber(row.getString(2)),
                        tie,
                        People.traits(row.getBoolean(6), row.getBoolean(7)));
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

    boolean isOfKnownAge() {
        return traits != 0;
    }

    /** @param home a region that most neighbours have, and that then costs nothing to write */
    void pack(Packing into, int home) {
        into.id(id);
        long facts = (long) degree << TIE_BITS | tie.ordinal();
        into.number((facts << TRAIT_BITS | traits) << 1 | (region == home ? 0 : 1));
        if (region != home) {
            into.number(region);
        }
    }

    static Neighbour read(Packing.Reader from, int home) {
        long id = from.id();
        long facts = from.number();
        return new Neighbour(
                id,
                (int) (facts >>> TIE_BITS + TRAIT_BITS + 1),
                (facts & 1) == 0 ? home : from.smallNumber(),
                Tie.ALL[(int) (facts >>> TRAIT_BITS + 1) & 3],
                (int) (facts >>> 1) & 7);
    }
}
