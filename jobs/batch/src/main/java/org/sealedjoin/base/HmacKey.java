package org.sealedjoin.base;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.SecretKey;

/**
 * A key for the moment in which a {@code Mac} takes it up. Java's own {@code SecretKeySpec} keeps a copy that nothing can overwrite;
 * this one overwrites its copy and every copy that it handed out. Prints nothing.
 */
public final class HmacKey implements SecretKey {
    /** Name of the one algorithm that these keys are for. */
    public static final String ALGORITHM = "HmacSHA256";

    private static final long serialVersionUID = 1L;

    private final transient byte[] bytes;
    private final transient List<byte[]> handedOut = new ArrayList<>();
    private transient boolean destroyed;

    public HmacKey(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    @Override
    public String getAlgorithm() {
        return ALGORITHM;
    }

    @Override
    public String getFormat() {
        return "RAW";
    }

    @Override
    public byte[] getEncoded() {
        if (destroyed) {
            throw new IllegalStateException("The key was destroyed");
        }
        byte[] copy = bytes.clone();
        handedOut.add(copy);
        return copy;
    }

    @Override
    public void destroy() {
        destroyed = true;
        Arrays.fill(bytes, (byte) 0);
        handedOut.forEach(copy -> Arrays.fill(copy, (byte) 0));
        handedOut.clear();
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }

    @Override
    public String toString() {
        return "HmacKey[not shown]";
    }

    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException(HmacKey.class.getName());
    }
}
