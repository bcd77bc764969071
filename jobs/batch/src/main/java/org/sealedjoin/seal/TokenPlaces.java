package org.sealedjoin.seal;

import java.io.Serializable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.sealedjoin.token.Token;

/**
 * Tokens, each in a place of its own: open addressing over one array, two longs a token. Tokens are as good as random, so a part of one is its own
 * hash.
 *
 * <p>Measured against Spark's hash table of broadcast rows: docs/decisions/0014. Prints nothing.
 */
final class TokenPlaces implements Serializable {
    /** Bytes that the table takes for each token. */
    static final int BYTES_A_TOKEN = 32;

    /** An array has no more places. */
    static final int MOST_TOKENS = Integer.MAX_VALUE / 8;

    private static final long serialVersionUID = 1L;
    private static final int LONGS_A_TOKEN = Token.BYTES / Long.BYTES;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Both halves of the token of each place; both zero where there is none. One token in 2^128 is zero itself, and is never found. */
    private final long[] halves;

    private final int places;

    /** An empty table with room for so many tokens and as many empty places, so that a search ends soon. */
    TokenPlaces(long tokens) {
        if (tokens > MOST_TOKENS) {
            throw new IllegalArgumentException("Cannot hold " + tokens + " tokens (most: " + MOST_TOKENS + ")");
        }
        places = (int) (2 * tokens) + 1;
        halves = new long[LONGS_A_TOKEN * places];
    }

    static long high(byte[] token) {
        return (long) LONGS.get(token, 0);
    }

    static long low(byte[] token) {
        return (long) LONGS.get(token, Long.BYTES);
    }

    /** Puts a token in, if it is not there yet. */
    void add(long high, long low) {
        int place = search(high, low);
        halves[LONGS_A_TOKEN * place] = high;
        halves[LONGS_A_TOKEN * place + 1] = low;
    }

    /** The place of a token, from 0; -1 if it is not there. */
    int placeOf(byte[] token) {
        long high = high(token);
        long low = low(token);
        int place = search(high, low);
        return (halves[LONGS_A_TOKEN * place] | halves[LONGS_A_TOKEN * place + 1]) == 0 ? -1 : place;
    }

    /** Where the token is, or the empty place where it would be. There is always one: half of the places stay empty. */
    private int search(long high, long low) {
        int place = (int) ((high >>> Integer.SIZE) * places >>> Integer.SIZE);
        while (true) {
            long first = halves[LONGS_A_TOKEN * place];
            long second = halves[LONGS_A_TOKEN * place + 1];
            if ((first == high && second == low) || (first | second) == 0) {
                return place;
            }
            place = place + 1 == places ? 0 : place + 1;
        }
    }

    @Override
    public String toString() {
        return "TokenPlaces[not shown]";
    }
}
