package org.sealedjoin.token;

import java.security.SecureRandom;

/**
 * Under which uploaded rows are tagged, so that a question can be told from others without its hashes. Derived from the noise key and so the
 * same night after night: what it makes may leave neither the seal nor memory. Handed to executors as the run key is. Prints nothing.
 */
public final class TagKey implements AutoCloseable {
    private final OpenSecret secret;

    /**
     * Opens the key.
     *
     * @param bytes taken over: they are overwritten when this is closed
     */
    public TagKey(byte[] bytes, SecureRandom random) {
        secret = new OpenSecret(bytes, random);
    }

    String handle() {
        return secret.handle();
    }

    @Override
    public void close() {
        secret.close();
    }

    @Override
    public String toString() {
        return "TagKey[not shown]";
    }
}
