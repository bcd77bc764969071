package org.sealedjoin.generate;

import java.io.Serializable;
import java.math.BigInteger;

/** A one-to-one shuffle of the numbers below {@code size}: {@code (index * factor + shift) mod size}. */
record Scramble(long size, long factor, long inverse, long shift) implements Serializable {
    /** Products of two numbers below this stay below 2^63. */
    static final long LARGEST = 3_000_000_000L;

    private static final int ID_BITS = 40;
    private static final long ID_MASK = (1L << ID_BITS) - 1;

    /** The shuffle of the numbers below {@code size} that {@code bits} choose. */
    static Scramble of(long size, long bits) {
        if (size < 1 || size > LARGEST) {
            throw new IllegalArgumentException("Cannot shuffle " + size + " numbers (need 1 to " + LARGEST + ")");
        }
        BigInteger whole = BigInteger.valueOf(size);
        long factor = size == 1 ? 0 : 1 + Dice.below(size - 1, bits);
        while (size > 1 && !BigInteger.valueOf(factor).gcd(whole).equals(BigInteger.ONE)) {
            factor = factor % size + 1;
        }
        long inverse =
                size == 1 ? 0 : BigInteger.valueOf(factor).modInverse(whole).longValueExact();
        return new Scramble(size, factor, inverse, Dice.below(size, Dice.mix(bits)));
    }

    long apply(long index) {
        return (index * factor + shift) % size;
    }

    long undo(long place) {
        return (place - shift + size) % size * inverse % size;
    }

    /** An id for {@code index}: another index, another id; never below 10^12, so that no id is taken for an index. */
    static long id(long index, long key) {
        if (index > ID_MASK) {
            throw new IllegalArgumentException("Cannot name " + index + " things (need at most " + ID_MASK + ")");
        }
        long z = index;
        for (int round = 0; round < 3; round++) {
            // Each step can be undone on 40 bits: adding, multiplying by an odd number, folding the upper half down.
            z = z + Dice.again(key, round) & ID_MASK;
            z = z * 0x5851F42D4C957F2DL & ID_MASK;
            z ^= z >>> (ID_BITS / 2);
        }
        return 1_000_000_000_000L + z;
    }
}
