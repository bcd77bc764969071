package org.sealedjoin.token;

import java.security.SecureRandom;

/**
 * The 32 random bytes that turn hashed numbers into tokens for one run. Drawn at the start, held in the driver's memory, handed to
 * executors on request, overwritten with zeros when closed. Prints nothing; is not serializable, so that no closure can carry it.
 *
 * <p>Functions name a key by its {@link #handle()}, which is random and no secret.
 */
public final class RunKey implements AutoCloseable {
    private static final int BYTES = 32;

    private final OpenSecret secret;

    private RunKey(OpenSecret secret) {
        this.secret = secret;
    }

    /** Draws a new key. It is known to {@link RunKeyPlugin} until it is closed. */
    public static RunKey draw(SecureRandom random) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new RunKey(new OpenSecret(bytes, random));
    }

    /** Names this key in plans; tells nothing about its bytes. */
    public String handle() {
        return secret.handle();
    }

    /** Overwrites the key. Tokens made with it can no longer be made again. */
    @Override
    public void close() {
        secret.close();
    }

    @Override
    public String toString() {
        return "RunKey[not shown]";
    }
}
