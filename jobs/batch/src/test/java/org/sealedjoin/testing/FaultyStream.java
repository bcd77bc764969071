package org.sealedjoin.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Syncable;

/** A file that is being written: half of what was to be written is there when it is struck inside. */
final class FaultyStream extends OutputStream implements Syncable {
    private final OutputStream out;
    private final Supplier<Faults> faults;

    FaultyStream(OutputStream out, Supplier<Faults> faults) {
        this.out = out;
        this.faults = faults;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        faults.get()
                .change(
                        () -> {
                            out.write(bytes, from, length);
                            return out;
                        },
                        () -> {
                            out.write(bytes, from, length / 2);
                            out.flush();
                            return out;
                        });
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void hflush() throws IOException {
        faults.get().look();
        if (out instanceof Syncable file) {
            file.hflush();
        }
    }

    @Override
    public void hsync() throws IOException {
        faults.get().look();
        if (out instanceof Syncable file) {
            file.hsync();
        }
    }

    @Override
    public void close() throws IOException {
        faults.get().change(() -> {
            out.close();
            return out;
        });
    }
}
