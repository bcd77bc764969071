package org.sealedjoin.table;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.crypto.key.KeyProvider;
import org.apache.hadoop.crypto.key.KeyProviderFactory;
import org.apache.hadoop.security.authorize.AuthorizationException;
import org.jspecify.annotations.Nullable;

/**
 * A key server in this process, {@code testserver://NAME/who}. Those who call themselves {@code analyst} are refused every key whose name
 * has "number" in it, as a key server's access lists would.
 */
public final class TestKeyServer extends KeyProvider {
    private static final Map<String, Map<String, List<byte[]>>> SERVERS = new ConcurrentHashMap<>();

    private final Map<String, List<byte[]>> keys;
    private final boolean analyst;

    private TestKeyServer(URI uri, Configuration hadoop) {
        super(hadoop);
        keys = SERVERS.computeIfAbsent(uri.getHost(), name -> new LinkedHashMap<>());
        analyst = uri.getPath().equals("/analyst");
    }

    /** Hadoop finds it as a service. */
    public static final class Factory extends KeyProviderFactory {
        @Override
        public @Nullable KeyProvider createProvider(URI uri, Configuration hadoop) {
            return "testserver".equals(uri.getScheme()) ? new TestKeyServer(uri, hadoop) : null;
        }
    }

    private void requireRight(String key) throws AuthorizationException {
        if (analyst && key.contains("number")) {
            throw new AuthorizationException("not for analysts");
        }
    }

    @Override
    public @Nullable KeyVersion getKeyVersion(String version) throws IOException {
        String name = getBaseName(version);
        requireRight(name);
        List<byte[]> versions = keys.get(name);
        int number = Integer.parseInt(version.substring(version.indexOf('@') + 1));
        return versions == null || number >= versions.size()
                ? null
                : new KeyVersion(name, version, versions.get(number)) {};
    }

    @Override
    public List<String> getKeys() {
        return List.copyOf(keys.keySet());
    }

    @Override
    public List<KeyVersion> getKeyVersions(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable Metadata getMetadata(String name) throws IOException {
        requireRight(name);
        List<byte[]> versions = keys.get(name);
        return versions == null
                ? null
                : new Metadata("AES/CTR/NoPadding", 256, "", Map.of(), new Date(0), versions.size()) {};
    }

    @Override
    public @Nullable KeyVersion createKey(String name, byte[] material, Options options) throws IOException {
        keys.put(name, new ArrayList<>(List.of(material)));
        return getKeyVersion(name + "@0");
    }

    @Override
    public void deleteKey(String name) {
        keys.remove(name);
    }

    @Override
    public @Nullable KeyVersion rollNewVersion(String name, byte[] material) throws IOException {
        List<byte[]> versions = keys.get(name);
        if (versions == null) {
            throw new IOException("no such key");
        }
        versions.add(material);
        return getKeyVersion(name + "@" + (versions.size() - 1));
    }

    @Override
    public void flush() {}
}
