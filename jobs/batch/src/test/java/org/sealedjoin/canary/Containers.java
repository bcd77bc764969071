package org.sealedjoin.canary;

import com.github.luben.zstd.ZstdInputStream;
import com.ning.compress.lzf.LZFInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import net.jpountz.lz4.LZ4BlockInputStream;
import org.xerial.snappy.SnappyError;
import org.xerial.snappy.SnappyInputStream;

/** Compressed content: recognized at any offset by its first bytes and decoded as far as it goes. */
final class Containers {
    /** More than any file of a canary run unpacks to; stops a bomb. */
    private static final int MOST_DECODED = 1 << 28;

    private Containers() {}

    /** What a decoder may read ahead; a beginning in there is decoded again, on its own. */
    private static final int AHEAD = 4096;

    /** One way of packing bytes. */
    enum Kind {
        GZIP(0x1f, 0x8b, 0x08) {
            @Override
            InputStream open(InputStream in) throws IOException {
                return new GZIPInputStream(in, 512);
            }
        },
        ZIP('P', 'K', 3, 4) {
            @Override
            InputStream open(InputStream in) {
                return new AllEntries(new ZipInputStream(in));
            }
        },
        LZ4('L', 'Z', '4', 'B', 'l', 'o', 'c', 'k') {
            @Override
            InputStream open(InputStream in) {
                return new LZ4BlockInputStream(in, false);
            }
        },
        SNAPPY(0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0) {
            @Override
            InputStream open(InputStream in) throws IOException {
                // One by one: a read of many bytes that meets a fault behind the stream's end loses those before it.
                return new OneByOne(new SnappyInputStream(in));
            }
        },
        ZSTD(0x28, 0xb5, 0x2f, 0xfd) {
            @Override
            InputStream open(InputStream in) throws IOException {
                // Continuous: Spark's logs of running applications end without the last frame's end.
                return new ZstdInputStream(in).setContinuous(true);
            }
        },
        LZF('Z', 'V', 1) {
            @Override
            InputStream open(InputStream in) throws IOException {
                return new LZFInputStream(in);
            }
        },
        /** What gains nothing by packing, such as packed bytes, is cut into blocks as it is. */
        LZF_STORED('Z', 'V', 0) {
            @Override
            InputStream open(InputStream in) throws IOException {
                return new LZFInputStream(in);
            }
        };

        private final byte[] magic;

        Kind(int... magic) {
            this.magic = new byte[magic.length];
            for (int i = 0; i < magic.length; i++) {
                this.magic[i] = (byte) magic[i];
            }
        }

        abstract InputStream open(InputStream in) throws IOException;

        /** LZ4, snappy and LZF tell the length of each block and read no further. */
        int ahead() {
            return this == GZIP || this == ZIP || this == ZSTD ? AHEAD : 0;
        }

        boolean startsAt(byte[] bytes, int at) {
            return at + magic.length <= bytes.length
                    && bytes[at] == magic[0]
                    && Arrays.equals(bytes, at, at + magic.length, magic, 0, magic.length);
        }
    }

    private static final List<Kind> KINDS = List.of(Kind.values());

    /** Takes what was decoded. */
    interface Decoded {
        void take(Kind kind, byte[] content);
    }

    /** Decodes everything that is packed in {@code bytes}, also in its middle. */
    static void decode(byte[] bytes, Decoded decoded) {
        int[] readTo = new int[KINDS.size()];
        for (int at = 0; at < bytes.length; at++) {
            switch (bytes[at]) {
                case 0x1f, 'P', 'L', (byte) 0x82, 0x28, 'Z' -> {
                    for (Kind kind : KINDS) {
                        if (at >= readTo[kind.ordinal()] && kind.startsAt(bytes, at)) {
                            readTo[kind.ordinal()] = decode(kind, bytes, at, decoded);
                        }
                    }
                }
                default -> {
                    // Nothing begins here.
                }
            }
        }
    }

    /** Gives the offset up to which the decoder surely needed the input; later beginnings are decoded on their own. */
    private static int decode(Kind kind, byte[] bytes, int at, Decoded decoded) {
        var source = new ByteArrayInputStream(bytes, at, bytes.length - at) {
            @Override
            public synchronized int read(byte[] into, int from, int length) {
                return super.read(into, from, Math.min(length, AHEAD));
            }
        };
        var content = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = kind.open(source)) {
            int read = in.read(buffer);
            while (read >= 0 && content.size() < MOST_DECODED) {
                content.write(buffer, 0, read);
                read = in.read(buffer);
            }
        } catch (IOException | RuntimeException | SnappyError e) {
            // What came before the fault counts: a file may be cut, or packed bytes may stand in the middle of others.
        }
        if (content.size() > 0) {
            decoded.take(kind, content.toByteArray());
        }
        int reached = bytes.length - source.available();
        return content.size() == 0 ? at + 1 : Math.max(at + 1, reached - kind.ahead());
    }

    private static final class OneByOne extends FilterInputStream {
        private OneByOne(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            return super.read(into, from, 1);
        }
    }

    /** The entries of a zip, one behind the other, names included. */
    private static final class AllEntries extends InputStream {
        private final ZipInputStream zip;
        private InputStream name = InputStream.nullInputStream();

        private AllEntries(ZipInputStream zip) {
            this.zip = zip;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            while (true) {
                int read = name.read(into, from, length);
                if (read > 0) {
                    return read;
                }
                read = zip.read(into, from, length);
                if (read > 0) {
                    return read;
                }
                ZipEntry next = zip.getNextEntry();
                if (next == null) {
                    return -1;
                }
                name = new ByteArrayInputStream(
                        ("\n" + next.getName() + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }

        @Override
        public void close() throws IOException {
            zip.close();
        }
    }
}
