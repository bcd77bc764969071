package org.sealedjoin.token;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A run key in this process, with the tokenizers made of it, one a thread: overwritten together. */
final class HeldKey {
    private final byte[] bytes;
    private final Map<Long, Tokenizer> tokenizers = new HashMap<>();
    private boolean erased;

    /** Takes {@code bytes} over: they are overwritten with this key. */
    HeldKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The tokenizer of the calling thread. */
    synchronized Tokenizer tokenizer() {
        if (erased) {
            throw new IllegalStateException("The run key is gone: no token can be made");
        }
        return tokenizers.computeIfAbsent(Thread.currentThread().getId(), any -> new Tokenizer(bytes));
    }

    synchronized void erase() {
        erased = true;
        Arrays.fill(bytes, (byte) 0);
        tokenizers.values().forEach(Tokenizer::close);
        tokenizers.clear();
    }
}
