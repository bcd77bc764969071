package org.sealedjoin.products.friends;

import java.util.Arrays;

/**
 * Whole numbers of any size in few bytes, small ones in one: seven bits a byte, the lowest first. Lists of ids are written as differences,
 * which are small once the ids are sorted. Path evidence is the bulk of what a run shuffles; packed it takes a few bytes a path.
 */
final class Packing {
    private byte[] bytes = new byte[64];
    private int size;
    private long last;

    /** Appends a number that is not negative. */
    void number(long value) {
        if (size + 10 > bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** Appends an id as its difference to the one before. */
    void id(long id) {
        long difference = id - last;
        number(difference << 1 ^ difference >> 63);
        last = id;
    }

    byte[] packed() {
        return Arrays.copyOf(bytes, size);
    }

    /** Reads what was packed, in the same order. */
    static final class Reader {
        private final byte[] bytes;
        private int at;
        private long last;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        boolean hasMore() {
            return at < bytes.length;
        }

        long number() {
            long value = 0;
            int shift = 0;
            byte next;
            do {
                next = bytes[at++];
                value |= (next & 0x7FL) << shift;
                shift += 7;
            } while (next < 0);
            return value;
        }

        int smallNumber() {
            return Math.toIntExact(number());
        }

        long id() {
            long folded = number();
            last += folded >>> 1 ^ -(folded & 1);
            return last;
        }
    }
}
