package org.sealedjoin.privacy;

import java.nio.ByteBuffer;

/** Random bits that follow from a key: HMAC-SHA-256 over a counter. The same key gives the same bits. Not for several threads. */
public final class KeyedRandom implements AutoCloseable {
    private final Prf prf;
    private long blocks;
    private ByteBuffer block = ByteBuffer.allocate(0);

    KeyedRandom(Prf prf) {
        this.prf = prf;
    }

    /**
     * A whole number from 0 to {@code bound - 1}, each with exactly the same chance: what would favour some is drawn again.
     *
     * @param bound at least 1
     */
    long below(long bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("Cannot draw below " + bound + " (need >= 1)");
        }
        long excess = (Long.MAX_VALUE % bound + 1) % bound;
        long drawn = next63();
        while (drawn > Long.MAX_VALUE - excess) {
            drawn = next63();
        }
        return drawn % bound;
    }

    private long next63() {
        if (!block.hasRemaining()) {
            block = ByteBuffer.wrap(prf.add(blocks++).end());
        }
        return block.getLong() & Long.MAX_VALUE;
    }

    @Override
    public void close() {
        prf.close();
    }
}
