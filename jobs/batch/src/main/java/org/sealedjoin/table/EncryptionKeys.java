package org.sealedjoin.table;

import java.io.IOException;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.crypto.key.KeyProvider;
import org.apache.hadoop.crypto.key.KeyProviderFactory;
import org.apache.hadoop.security.authorize.AuthorizationException;
import org.sealedjoin.base.EnvironmentFailure;

/** The footer key and the number key in their provider: there or not, made, rolled. Never gives out what a key is. */
public final class EncryptionKeys implements AutoCloseable {
    private static final int BITS = 256;

    private final EncryptionPolicy policy;
    private final KeyProvider provider;
    private final Configuration hadoop;

    private EncryptionKeys(EncryptionPolicy policy, KeyProvider provider, Configuration hadoop) {
        this.policy = policy;
        this.provider = provider;
        this.hadoop = hadoop;
    }

    /**
     * Opens the provider.
     *
     * @throws EnvironmentFailure if it cannot be opened
     */
    public static EncryptionKeys open(EncryptionPolicy policy, Configuration hadoop) {
        try {
            return new EncryptionKeys(policy, provider(policy.keyProvider(), hadoop), hadoop);
        } catch (IOException | IllegalArgumentException e) {
            throw unusable(e);
        }
    }

    /** The provider at a URI. */
    static KeyProvider provider(String uri, Configuration hadoop) throws IOException {
        KeyProvider found = KeyProviderFactory.get(URI.create(uri), hadoop);
        if (found == null) {
            throw new IOException("No key provider answers to this URI");
        }
        return found;
    }

    /**
     * Names of the keys that the provider has not.
     *
     * @throws EnvironmentFailure if it does not answer. One that does not tell us is taken to have them: a reader of a key server may
     *     lack the right to ask
     */
    public List<String> missing() {
        var missing = new ArrayList<String>();
        for (String key : List.of(policy.footerKey(), policy.numberKey())) {
            try {
                if (provider.getMetadata(key) == null) {
                    missing.add(key);
                }
            } catch (AuthorizationException e) {
                // Told when a column is opened, if the right to decrypt is missing too.
            } catch (IOException | RuntimeException e) {
                throw unusable(e);
            }
        }
        return missing;
    }

    /**
     * Refuses a provider without the keys.
     *
     * @throws EnvironmentFailure naming them
     */
    public EncryptionKeys requireAll() {
        List<String> missing = missing();
        if (!missing.isEmpty()) {
            throw new EnvironmentFailure(
                    "Cannot use encryption.key-provider: it has no key " + String.join(", ", missing)
                            + " (check its URI, or encryption.footer-key and encryption.number-key)");
        }
        return this;
    }

    /** Makes the keys that are missing, 256 bits each. */
    public EncryptionKeys createMissing() {
        try {
            for (String key : missing()) {
                provider.createKey(
                        key,
                        new KeyProvider.Options(hadoop)
                                .setBitLength(BITS)
                                .setDescription("Sealed Join, columns of numbers"));
            }
            provider.flush();
            return this;
        } catch (IOException | NoSuchAlgorithmException e) {
            throw unusable(e);
        }
    }

    /** Makes a new version of both keys. Older versions still unwrap. */
    public void roll() {
        try {
            for (String key : List.of(policy.footerKey(), policy.numberKey())) {
                provider.rollNewVersion(key);
                // A key server's client keeps a stock of keys made under the version before.
                provider.invalidateCache(key);
            }
            provider.flush();
        } catch (IOException | NoSuchAlgorithmException e) {
            throw unusable(e);
        }
    }

    /** True if the keys lie in a store that only Hadoop's well-known default password closes. */
    public boolean lacksPassword() {
        try {
            return provider.needsPassword();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private static EnvironmentFailure unusable(Exception fault) {
        return new EnvironmentFailure("Cannot use encryption.key-provider: it cannot be opened or does not answer ("
                + fault.getClass().getSimpleName() + "; check its URI, its permissions and its password)");
    }

    @Override
    public void close() {
        try {
            provider.close();
        } catch (IOException e) {
            // Nothing is left to lose: what was changed has been flushed.
        }
    }
}
