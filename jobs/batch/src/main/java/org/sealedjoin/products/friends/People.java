package org.sealedjoin.products.friends;

import java.io.Serializable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * People by place in an order of their ids, and what the rules of suggestions need to know of each, in arrays of numbers.
 * Whoever is here without a known age connects others and takes part in no suggestion.
 */
final class People implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Bytes that a person takes here, with the index. */
    static final long BYTES = 32;

    static final int NOBODY = -1;
    static final int KNOWN_AGE = 1;
    static final int ADULT = 2;
    static final int DISCOVERABLE = 4;

    private final long[] ids;
    private final byte[] traits;
    private final char[] regions;
    private transient int @Nullable [] index;

    private People(long[] ids) {
        this.ids = ids;
        this.traits = new byte[ids.length];
        this.regions = new char[ids.length];
    }

    /** Nobody's facts are known yet. */
    static People of(long[] someIds) {
        long[] sorted = someIds.clone();
        Arrays.sort(sorted);
        int size = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                sorted[size++] = sorted[i];
            }
        }
        return new People(Arrays.copyOf(sorted, size));
    }

    /** Says what is known of a person of known age. */
    void describe(int person, int known, int region) {
        traits[person] = (byte) known;
        regions[person] = (char) region;
    }

    int size() {
        return ids.length;
    }

    long id(int person) {
        return ids[person];
    }

    /**
     * The place of a person.
     *
     * @throws IllegalStateException if the person is not here
     */
    int indexOf(long id) {
        int person = find(id);
        if (person == NOBODY) {
            throw new IllegalStateException("Cannot find a person in the graph");
        }
        return person;
    }

    /** The place of a person, or {@link #NOBODY}. */
    int find(long id) {
        int[] table = index();
        int place = spread(id) & table.length - 1;
        while (table[place] != 0 && ids[table[place] - 1] != id) {
            place = place + 1 & table.length - 1;
        }
        return table[place] - 1;
    }

    /** {@link #KNOWN_AGE}, {@link #ADULT} and {@link #DISCOVERABLE} as far as they hold; 0 of whom nothing is known. */
    int traits(int person) {
        return traits[person];
    }

    int region(int person) {
        return regions[person];
    }

    static int traits(boolean adult, boolean discoverable) {
        return KNOWN_AGE | (adult ? ADULT : 0) | (discoverable ? DISCOVERABLE : 0);
    }

    /** Made where it is needed and not sent along. */
    private synchronized int[] index() {
        int[] made = index;
        if (made == null) {
            int[] table = new int[Math.max(2, Integer.highestOneBit(Math.max(1, ids.length)) * 4)];
            for (int person = 0; person < ids.length; person++) {
                int place = spread(ids[person]) & table.length - 1;
                while (table[place] != 0) {
                    place = place + 1 & table.length - 1;
                }
                table[place] = person + 1;
            }
            index = table;
            return table;
        }
        return made;
    }

    private static int spread(long id) {
        return (int) (id * 0x9E3779B97F4A7C15L >>> 33);
    }
}
