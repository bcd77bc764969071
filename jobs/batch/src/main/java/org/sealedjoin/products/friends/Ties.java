package org.sealedjoin.products.friends;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Who is connected to whom and how, by place in {@link People}, in three arrays: the list of a person is a stretch of one array, and a
 * connection takes four bytes, two bits of them for its kind.
 */
final class Ties implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Bytes that a connection seen from one end takes while lists are made: twice 4 as it comes, and 4 in its list. */
    static final long BYTES = 12;

    /** Most people: a place and the kind of a tie share 31 bits. */
    static final int MOST_PEOPLE = 1 << 29;

    private static final int KIND_BITS = 2;
    private static final int KIND = (1 << KIND_BITS) - 1;

    private final int[] starts;
    private final int[] ends;
    private final int[] degrees;

    /**
     * Lists of everybody.
     *
     * @param starts where the list of each person begins in {@code ends}; and once more, where the last one ends
     * @param ends {@link #end}s
     * @param degrees firm connections of each person
     */
    Ties(int[] starts, int[] ends, int[] degrees) {
        this.starts = starts;
        this.ends = ends;
        this.degrees = degrees;
    }

    /** Somebody at the end of a connection, and the place of its kind among {@link Neighbour.Tie}, in one number. */
    static int end(int person, int kind) {
        return person << KIND_BITS | kind;
    }

    static int person(int end) {
        return end >>> KIND_BITS;
    }

    static int kind(int end) {
        return end & KIND;
    }

    static boolean isFirm(int end) {
        return (end & KIND) <= Neighbour.Tie.MUTUAL_ENTRY.ordinal();
    }

    int first(int person) {
        return starts[person];
    }

    int afterLast(int person) {
        return starts[person + 1];
    }

    int at(int place) {
        return ends[place];
    }

    int degree(int person) {
        return degrees[person];
    }

    int highestDegree() {
        return Arrays.stream(degrees).max().orElse(0);
    }

    /** Steps that are left of two from anybody, through people with at most so many firm connections: the work that there is. */
    long paths(int connectionLimit) {
        long paths = 0;
        for (int degree : degrees) {
            paths += degree <= connectionLimit ? (long) degree * degree : 0;
        }
        return paths;
    }

    /** Puts connections that come in any order into lists, by counting them first. */
    static Ties of(int people, List<Ends> connections) {
        int[] starts = new int[people + 1];
        int[] degrees = new int[people];
        for (Ends some : connections) {
            for (int i = 0; i < some.size; i++) {
                starts[some.from[i] + 1]++;
                degrees[some.from[i]] += isFirm(some.ends[i]) ? 1 : 0;
            }
        }
        for (int person = 0; person < people; person++) {
            starts[person + 1] += starts[person];
        }
        return new Ties(starts, placed(starts, connections), degrees);
    }

    /** The same lists of people whose firm connections are not all here. */
    Ties withDegrees(int[] known) {
        return new Ties(starts, ends, known);
    }

    private static int[] placed(int[] starts, List<Ends> connections) {
        int[] next = Arrays.copyOf(starts, starts.length - 1);
        int[] ends = new int[starts[starts.length - 1]];
        for (Ends some : connections) {
            for (int i = 0; i < some.size; i++) {
                ends[next[some.from[i]]++] = some.ends[i];
            }
        }
        return ends;
    }

    /** Connections in no order, as a task gathers them. */
    static final class Ends implements Serializable {
        private static final long serialVersionUID = 1L;

        private int[] from = new int[1024];
        private int[] ends = new int[1024];
        private int size;

        void add(int person, int end) {
            if (size == from.length) {
                from = Arrays.copyOf(from, 2 * size);
                ends = Arrays.copyOf(ends, 2 * size);
            }
            from[size] = person;
            ends[size++] = end;
        }

        /** Without the room that was kept for more. */
        Ends trimmed() {
            from = Arrays.copyOf(from, size);
            ends = Arrays.copyOf(ends, size);
            return this;
        }
    }
}
