package org.sealedjoin.privacy;

import java.util.Arrays;
import org.sealedjoin.base.EnvironmentFailure;

/**
 * The secret from which all noise follows. Whoever has it can take the noise off every released figure; whoever draws another gives every
 * question a second answer. Never the run key. Prints nothing; overwritten when closed.
 */
public final class NoiseKey implements AutoCloseable {
    public static final int BYTES = 32;

    private final byte[] bytes;
    private boolean closed;

    /**
     * Copies the key.
     *
     * @throws EnvironmentFailure if it has not {@value #BYTES} bytes
     */
    public NoiseKey(byte[] key) {
        if (key.length != BYTES) {
            throw new EnvironmentFailure(
                    "Cannot use the noise key: it has " + key.length + " bytes (need " + BYTES + ")");
        }
        bytes = key.clone();
    }

    /**
     * What stands for an uploaded row in the question: equal for equal rows, and without this key as good as random. A digest is as
     * secret as a number; this may cross a shuffle inside the seal and nowhere else.
     *
     * @param digest the hashed number's own bytes, however they were written
     */
    public byte[] rowTag(String op, String form, byte[] digest) {
        try (Prf prf = prf("row")) {
            return prf.add(op).add(form).add(digest).end();
        }
    }

    /** A function of this key for one use. Close it. */
    Prf prf(String use) {
        synchronized (bytes) {
            if (closed) {
                throw new IllegalStateException("The noise key is closed: no noise can be made");
            }
            return new Prf(bytes, use);
        }
    }

    @Override
    public void close() {
        synchronized (bytes) {
            closed = true;
            Arrays.fill(bytes, (byte) 0);
        }
    }

    @Override
    public String toString() {
        return "NoiseKey[not shown]";
    }
}
