package org.sealedjoin.token;

import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** The bytes of one text after another, copied into an array that is used again. */
final class TextBytes {
    private byte[] bytes = new byte[64];
    private int length;

    /** Copies a text. Null is a text of no bytes. */
    void take(@Nullable UTF8String text) {
        length = text == null ? 0 : text.numBytes();
        if (text != null) {
            if (length > bytes.length) {
                bytes = new byte[2 * length];
            }
            text.writeToMemory(bytes, Platform.BYTE_ARRAY_OFFSET);
        }
    }

    byte[] array() {
        return bytes;
    }

    int length() {
        return length;
    }
}
