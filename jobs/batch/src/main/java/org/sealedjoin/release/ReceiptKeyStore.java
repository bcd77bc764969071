package org.sealedjoin.release;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.sealedjoin.base.EnvironmentFailure;

/**
 * Where the key of receipts is kept. Not beside the noise key: whoever checks a receipt must not be able to take the noise off a figure.
 */
public final class ReceiptKeyStore {
    private static final String HOME = "home";
    private static final String FILE = "receipts.jceks";
    private static final String ALIAS = "sealedjoin.receipt-key";

    private final KeptSecret secret;

    private ReceiptKeyStore(KeptSecret secret) {
        this.secret = secret;
    }

    /**
     * Opens the store.
     *
     * @param setting {@code home}, or the URI of one of Hadoop's credential providers that keeps its secrets in a file
     * @throws EnvironmentFailure if there is no such store
     */
    public static ReceiptKeyStore open(String setting, Configuration hadoop) {
        try {
            String uri = setting.equals(HOME) ? KeptSecret.inHome(FILE) : setting;
            return new ReceiptKeyStore(KeptSecret.in(uri, ALIAS, hadoop));
        } catch (IOException | IllegalArgumentException e) {
            throw unusable(e);
        }
    }

    /** The key; nothing if none was made. The caller's to overwrite. */
    public Optional<byte[]> key() {
        try {
            return Optional.ofNullable(secret.stored());
        } catch (IOException | IllegalArgumentException e) {
            throw unusable(e);
        }
    }

    /** The key, made on first use. The caller's to overwrite. */
    public byte[] keyOrNew(int length, SecureRandom random) {
        try {
            return secret.storedOrDrawn(length, random);
        } catch (IOException | IllegalArgumentException e) {
            throw unusable(e);
        }
    }

    private static EnvironmentFailure unusable(Exception e) {
        return new EnvironmentFailure(
                "Cannot use the store of release.receipt-key-provider: it cannot be opened, read or written ("
                        + e.getClass().getSimpleName()
                        + "; need a local or cluster key store, such as localjceks://file/path/receipts.jceks)");
    }
}
