package org.sealedjoin.token;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The 32 random bytes that turn hashed numbers into tokens for one run. Drawn at the start, held in the driver's memory, handed to
 * executors on request, overwritten with zeros when closed. Prints nothing; is not serializable, so that no closure can carry it.
 *
 * <p>Functions name a key by its {@link #handle()}, which is random and no secret.
 */
public final class RunKey implements AutoCloseable {
    private static final int BYTES = 32;
    private static final Map<String, RunKey> OPEN = new ConcurrentHashMap<>();

    private final byte[] bytes = new byte[BYTES];
    private final String handle;

    private RunKey(SecureRandom random) {
        random.nextBytes(bytes);
        var name = new byte[8];
        random.nextBytes(name);
        handle = HexFormat.of().formatHex(name);
    }

    /** Draws a new key. It is known to {@link RunKeyPlugin} until it is closed. */
    public static RunKey draw(SecureRandom random) {
        var key = new RunKey(random);
        OPEN.put(key.handle, key);
        return key;
    }

    /** Names this key in plans; tells nothing about its bytes. */
    public String handle() {
        return handle;
    }

    /**
     * A copy of the bytes of the open key of that handle, for {@code use}.
     *
     * @throws IllegalStateException if the key was closed or never was in this process
     */
    static byte[] reveal(String handle, SecretUse use) {
        RunKey key = OPEN.get(handle);
        if (key == null) {
            throw new IllegalStateException("The run key is gone: no token can be made for " + use);
        }
        synchronized (key.bytes) {
            return key.bytes.clone();
        }
    }

    /** True if the key of that handle was drawn in this process and is not closed. */
    static boolean isOpen(String handle) {
        return OPEN.containsKey(handle);
    }

    /** Overwrites the key. Tokens made with it can no longer be made again. */
    @Override
    public void close() {
        OPEN.remove(handle);
        synchronized (bytes) {
            Arrays.fill(bytes, (byte) 0);
        }
        ExecutorKeys.forget(handle);
    }

    @Override
    public String toString() {
        return "RunKey[not shown]";
    }
}
