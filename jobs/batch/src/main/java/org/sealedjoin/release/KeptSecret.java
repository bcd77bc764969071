package org.sealedjoin.release;

import java.io.IOException;
import java.net.URI;
import java.nio.CharBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.crypto.key.KeyProvider;
import org.apache.hadoop.security.ProviderUtils;
import org.apache.hadoop.security.alias.CredentialProvider;
import org.apache.hadoop.security.alias.CredentialProviderFactory;
import org.jspecify.annotations.Nullable;

/** One secret of bytes in one of Hadoop's credential providers that keeps its secrets in a file. */
final class KeptSecret {
    static {
        // Java asks once, at the first key store of this kind in a process, what may come out of one, and Hadoop says
        // so only when it makes a provider
        // of keys: should a secret be read before the keys of encrypted columns, these could not be read any more.
        if (System.getProperty(KeyProvider.JCEKS_KEY_SERIAL_FILTER) == null) {
            System.setProperty(KeyProvider.JCEKS_KEY_SERIAL_FILTER, KeyProvider.JCEKS_KEY_SERIALFILTER_DEFAULT);
        }
    }

    private final CredentialProvider provider;
    private final String alias;
    private final org.apache.hadoop.fs.Path file;

    private KeptSecret(CredentialProvider provider, String alias, org.apache.hadoop.fs.Path file) {
        this.provider = provider;
        this.alias = alias;
        this.file = file;
    }

    /**
     * Opens the provider of that URI.
     *
     * @throws IOException if there is none, or one that keeps nothing
     */
    static KeptSecret in(String uri, String alias, Configuration hadoop) throws IOException {
        var conf = new Configuration(hadoop);
        conf.set(CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH, uri);
        List<CredentialProvider> found = CredentialProviderFactory.getProviders(conf);
        if (found.size() != 1 || found.get(0).isTransient()) {
            throw new IOException("not one lasting provider");
        }
        return new KeptSecret(found.get(0), alias, ProviderUtils.unnestUri(URI.create(uri)));
    }

    /** The key store of that name in the user's home, {@code .sealedjoin}. */
    static Path fileInHome(String name) {
        return Path.of(System.getProperty("user.home"), ".sealedjoin", name);
    }

    /** URI of a key store in a local file. */
    static String uriOf(Path file) {
        return "localjceks://file" + file.toUri().getRawPath();
    }

    /** URI of the key store of that name in the user's home; makes the folder. */
    static String inHome(String name) throws IOException {
        Path file = fileInHome(name);
        Files.createDirectories(file.getParent());
        return uriOf(file);
    }

    /** Where the provider keeps its secrets. */
    org.apache.hadoop.fs.Path file() {
        return file;
    }

    /** True if only permissions protect the store: it has Hadoop's well-known password. */
    boolean lacksPassword() throws IOException {
        return provider.needsPassword() && System.getenv("HADOOP_CREDSTORE_PASSWORD") == null;
    }

    /** The secret, the caller's to overwrite; null if there is none. */
    byte @Nullable [] stored() throws IOException {
        CredentialProvider.CredentialEntry entry = provider.getCredentialEntry(alias);
        if (entry == null) {
            return null;
        }
        char[] hex = entry.getCredential();
        try {
            return HexFormat.of().parseHex(CharBuffer.wrap(hex));
        } finally {
            Arrays.fill(hex, '0');
        }
    }

    /** The secret, the caller's to overwrite; drawn and kept if there is none. */
    byte[] storedOrDrawn(int length, SecureRandom random) throws IOException {
        byte[] bytes = stored();
        if (bytes == null) {
            bytes = new byte[length];
            random.nextBytes(bytes);
            store(bytes);
        }
        return bytes;
    }

    private void store(byte[] bytes) throws IOException {
        CharBuffer hex = HexFormat.of().formatHex(CharBuffer.allocate(2 * bytes.length), bytes);
        provider.createCredentialEntry(alias, hex.array());
        provider.flush();
        Arrays.fill(hex.array(), '0');
    }
}
