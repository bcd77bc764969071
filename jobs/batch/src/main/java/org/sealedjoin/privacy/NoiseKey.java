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

    /** The key under which uploaded rows are tagged inside the seal. The caller's to overwrite. */
    public byte[] tagKey() {
        try (Prf prf = prf("row")) {
            return prf.end();
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
