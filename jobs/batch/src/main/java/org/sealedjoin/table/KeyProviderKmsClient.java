package org.sealedjoin.table;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.crypto.key.KeyProvider.KeyVersion;
import org.apache.hadoop.crypto.key.KeyProviderCryptoExtension;
import org.apache.hadoop.crypto.key.KeyProviderCryptoExtension.EncryptedKeyVersion;
import org.apache.hadoop.security.authorize.AuthorizationException;
import org.apache.parquet.crypto.KeyAccessDeniedException;
import org.apache.parquet.crypto.ParquetCryptoRuntimeException;
import org.apache.parquet.crypto.keytools.KeyToolkit;
import org.apache.parquet.crypto.keytools.KmsClient;
import org.jspecify.annotations.Nullable;

/**
 * Wraps Parquet's keys under a key of a Hadoop key provider: a local key store, or a key server. Parquet makes it by name.
 *
 * <p>The provider is asked for a fresh key, encrypted under the newest version of the master key, as HDFS asks for the key of a file; the
 * fresh key wraps Parquet's with AES-GCM. So a master key never leaves a key server, whose readers need the right to decrypt such keys
 * and not the right to fetch the master key. What comes out names the version, so that older versions still unwrap after a new one was
 * rolled: {@code 1:<iv>:<encrypted fresh key>:<wrapped key>:<version>}, all but the last in Base64.
 *
 * <p>A key that is missing, refused or wrong is a {@link KeyAccessDeniedException}: Parquet then still reads the columns under other keys.
 */
public final class KeyProviderKmsClient implements KmsClient {
    /** Hadoop setting with the URI of the key provider. */
    public static final String PROVIDER = "sealedjoin.encryption.key-provider";

    private static final String FORMAT = "1";
    private static final int PARTS = 5;

    private @Nullable KeyProviderCryptoExtension provider;

    @Override
    public void initialize(Configuration hadoop, String instance, String url, String accessToken) {
        try {
            provider = KeyProviderCryptoExtension.createKeyProviderCryptoExtension(
                    EncryptionKeys.provider(hadoop.getTrimmed(PROVIDER, ""), hadoop));
        } catch (IOException | IllegalArgumentException e) {
            throw new ParquetCryptoRuntimeException(
                    "The key provider cannot be opened: " + e.getClass().getSimpleName());
        }
    }

    @Override
    public String wrapKey(byte[] key, String masterKey) {
        try {
            EncryptedKeyVersion fresh = opened().generateEncryptedKey(masterKey);
            String version = fresh.getEncryptionKeyVersionName();
            byte[] wrapping = opened().decryptEncryptedKey(fresh).getMaterial();
            try {
                return String.join(
                        ":",
                        FORMAT,
                        base64(fresh.getEncryptedKeyIv()),
                        base64(fresh.getEncryptedKeyVersion().getMaterial()),
                        KeyToolkit.encryptKeyLocally(key, wrapping, boundTo(masterKey, version)),
                        version);
            } finally {
                Arrays.fill(wrapping, (byte) 0);
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw refused("wrap", masterKey, e);
        }
    }

    @Override
    public byte[] unwrapKey(String wrapped, String masterKey) {
        String[] parts = wrapped.split(":", PARTS);
        if (parts.length != PARTS || !parts[0].equals(FORMAT)) {
            throw new ParquetCryptoRuntimeException("A wrapped key is not of a known form");
        }
        String version = parts[PARTS - 1];
        try {
            var fresh = EncryptedKeyVersion.createForDecryption(masterKey, version, bytes(parts[1]), bytes(parts[2]));
            KeyVersion opened = opened().decryptEncryptedKey(fresh);
            byte[] wrapping = opened.getMaterial();
            try {
                return KeyToolkit.decryptKeyLocally(parts[3], wrapping, boundTo(masterKey, version));
            } finally {
                Arrays.fill(wrapping, (byte) 0);
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw refused("unwrap", masterKey, e);
        }
    }

    private KeyProviderCryptoExtension opened() {
        KeyProviderCryptoExtension opened = provider;
        if (opened == null) {
            throw new IllegalStateException("The key provider was not opened");
        }
        return opened;
    }

    /** A provider that cannot be reached is another fault than one that answers no: then no column can be read. */
    private static ParquetCryptoRuntimeException refused(String verb, String masterKey, Exception fault) {
        String line = "Cannot " + verb + " under key " + masterKey + ": "
                + fault.getClass().getSimpleName();
        return fault instanceof IOException && !(fault instanceof AuthorizationException)
                ? new ParquetCryptoRuntimeException(line)
                : new KeyAccessDeniedException(line);
    }

    private static byte[] boundTo(String masterKey, String version) {
        return (masterKey + ":" + version).getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64);
    }
}
