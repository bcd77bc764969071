package org.sealedjoin.privacy;

import java.nio.ByteBuffer;

/**
 * A set of uploaded rows without the rows: how many there are, and the exclusive or of their tags, apart for rows that put in and rows that
 * take out. Tags are values of a pseudo-random function that nobody outside sees, so two sets have one sum with a chance of 2^-128 (Bellare,
 * Guérin and Rogaway, "XOR MACs", CRYPTO 1995).
 */
public record AskedRows(long rows, long addedHigh, long addedLow, long removedHigh, long removedLow) {
    byte[] bytes() {
        return ByteBuffer.allocate(5 * Long.BYTES)
                .putLong(rows)
                .putLong(addedHigh)
                .putLong(addedLow)
                .putLong(removedHigh)
                .putLong(removedLow)
                .array();
    }
}
