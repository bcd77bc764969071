package org.sealedjoin.token;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A secret that this process hands to its executors on request while it is open. Named by a handle, which is random and no secret. */
final class OpenSecret implements AutoCloseable {
    private static final Map<String, OpenSecret> OPEN = new ConcurrentHashMap<>();

    private final byte[] bytes;
    private final String handle;

    /**
     * Opens a secret.
     *
     * @param bytes taken over: they are overwritten when this is closed
     * @param random draws the handle
     */
    OpenSecret(byte[] bytes, SecureRandom random) {
        this.bytes = bytes;
        var name = new byte[8];
        random.nextBytes(name);
        handle = HexFormat.of().formatHex(name);
        OPEN.put(handle, this);
    }

    String handle() {
        return handle;
    }

    /**
     * A copy of the bytes of the open secret of that handle, for {@code use}.
     *
     * @throws IllegalStateException if it was closed or never was in this process
     */
    static byte[] reveal(String handle, SecretUse use) {
        OpenSecret secret = OPEN.get(handle);
        if (secret == null) {
            throw new IllegalStateException("The run key is gone: no token can be made for " + use);
        }
        synchronized (secret.bytes) {
            return secret.bytes.clone();
        }
    }

    static boolean isOpen(String handle) {
        return OPEN.containsKey(handle);
    }

    @Override
    public void close() {
        OPEN.remove(handle);
        synchronized (bytes) {
            Arrays.fill(bytes, (byte) 0);
        }
        ExecutorKeys.forget(handle);
    }
}
