package org.sealedjoin.table;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.crypto.keytools.KeyToolkit;
import org.apache.parquet.crypto.keytools.PropertiesDrivenCryptoFactory;
import org.sealedjoin.base.Label;
import org.sealedjoin.base.UsageFailure;

/**
 * Which keys encrypt columns that hold numbers in Parquet files, and where the keys are. Footers stay in plain text, signed under the
 * footer key, so that engines without any key read the other columns.
 *
 * @param keyProvider a URI of Hadoop's key providers, such as {@code jceks://file/etc/keys.jceks} or {@code kms://https@host:9600/kms};
 *     {@link #NO_PROVIDER} for none
 * @param footerKey name of the key that signs footers; whoever reads any column through a key provider needs it
 * @param numberKey name of the key of every column of label raw_number or hashed_number
 */
public record EncryptionPolicy(String keyProvider, String footerKey, String numberKey) {
    /** The word for no key provider. */
    public static final String NO_PROVIDER = "none";

    /** Key stores of Java take small letters only; colons and commas mean something to Parquet. */
    private static final Pattern KEY_NAME = Pattern.compile("[a-z][a-z0-9._-]{0,63}");

    private static final Pattern PROVIDER = Pattern.compile("[a-z][a-z0-9+.-]*://\\S+");
    private static final String BITS = "256";

    /** Nothing is encrypted, and encrypted columns cannot be read. */
    public static final EncryptionPolicy OFF =
            new EncryptionPolicy(NO_PROVIDER, "sealedjoin-footer", "sealedjoin-number");

    public EncryptionPolicy {
        if (!keyProvider.equals(NO_PROVIDER) && !PROVIDER.matcher(keyProvider).matches()) {
            throw new UsageFailure("Cannot use setting encryption.key-provider: it is no URI of a key provider"
                    + " (need one like jceks://file/etc/keys.jceks or kms://https@host:9600/kms, or none)");
        }
        requireName("encryption.footer-key", footerKey);
        requireName("encryption.number-key", numberKey);
        if (footerKey.equals(numberKey)) {
            throw new UsageFailure("Cannot use setting encryption.number-key: it is the footer key"
                    + " (need another, or everybody who may read a footer may read numbers)");
        }
    }

    private static void requireName(String setting, String name) {
        if (!KEY_NAME.matcher(name).matches()) {
            throw new UsageFailure(
                    "Cannot use setting " + setting + ": it is no name of a key (need a small letter, then"
                            + " at most 63 small letters, digits, dots, dashes and underscores)");
        }
    }

    /** The same keys in another provider. */
    public EncryptionPolicy in(String otherProvider) {
        return new EncryptionPolicy(otherProvider, footerKey, numberKey);
    }

    /** The same keys in a key store of Java beside a local folder, {@code <folder>.jceks}: never inside, where the tables are copied from. */
    public EncryptionPolicy beside(String folder) {
        URI place = new Path(folder).toUri();
        if (place.getScheme() != null && !place.getScheme().equals("file")) {
            throw new UsageFailure("Cannot keep keys beside a " + place.getScheme() + " folder (need --key-provider)");
        }
        String path = java.nio.file.Path.of(place.getPath()).toAbsolutePath().normalize() + ".jceks";
        try {
            return in(new URI("jceks", "file", path, null, null).toString());
        } catch (URISyntaxException e) {
            throw new UsageFailure(
                    "Cannot keep keys beside the output folder: its name makes no URI (need --key-provider)");
        }
    }

    /** True if there is a key provider. */
    public boolean isOn() {
        return !keyProvider.equals(NO_PROVIDER);
    }

    /** Names of the columns of {@code table} that are written encrypted, in order. */
    public static List<String> numberColumns(Table table) {
        return table.columns().stream()
                .filter(column -> column.labels().contains(Label.RAW_NUMBER)
                        || column.labels().contains(Label.HASHED_NUMBER))
                .map(DeclaredColumn::name)
                .toList();
    }

    /** Hadoop settings with which Parquet decrypts; none when off. Files that are not encrypted are read all the same. */
    public Map<String, String> readSettings() {
        if (!isOn()) {
            return Map.of();
        }
        var settings = new LinkedHashMap<String, String>();
        settings.put(KeyProviderKmsClient.PROVIDER, keyProvider);
        settings.put("parquet.crypto.factory.class", PropertiesDrivenCryptoFactory.class.getName());
        settings.put(KeyToolkit.KMS_CLIENT_CLASS_PROPERTY_NAME, KeyProviderKmsClient.class.getName());
        // Parquet caches clients and keys by access token, not by what they were opened with.
        settings.put(KeyToolkit.KEY_ACCESS_TOKEN_PROPERTY_NAME, keyProvider);
        // Wrapped keys lie beside the files, so that they can be wrapped anew without writing the files anew.
        settings.put(KeyToolkit.KEY_MATERIAL_INTERNAL_PROPERTY_NAME, "false");
        return settings;
    }

    /** Names of all settings that {@link #readSettings} can give. */
    public static Set<String> readSettingNames() {
        return OFF.in("any://provider").readSettings().keySet();
    }

    /** Hadoop settings with which Parquet encrypts the number columns of {@code table}; none when off or when it has no such column. */
    public Map<String, String> writeSettings(Table table) {
        List<String> columns = numberColumns(table);
        if (!isOn() || columns.isEmpty()) {
            return Map.of();
        }
        var settings = new LinkedHashMap<>(readSettings());
        settings.put(PropertiesDrivenCryptoFactory.FOOTER_KEY_PROPERTY_NAME, footerKey);
        settings.put(
                PropertiesDrivenCryptoFactory.COLUMN_KEYS_PROPERTY_NAME,
                columns.stream().collect(Collectors.joining(",", numberKey + ":", "")));
        settings.put(PropertiesDrivenCryptoFactory.PLAINTEXT_FOOTER_PROPERTY_NAME, "true");
        settings.put(KeyToolkit.DATA_KEY_LENGTH_PROPERTY_NAME, BITS);
        settings.put(KeyToolkit.KEK_LENGTH_PROPERTY_NAME, BITS);
        return settings;
    }
}
