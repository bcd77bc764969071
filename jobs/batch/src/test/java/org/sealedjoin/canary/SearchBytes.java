package org.sealedjoin.canary;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.sealedjoin.canary.CanaryForms.Form;

/**
 * Searches every file below some folders for forms: as it is, and unpacked, containers within containers included. Tells where a form
 * stands and which, never what it is.
 */
public final class SearchBytes {
    private static final int DEEPEST = 4;
    /** Larger files are searched as they are only. */
    private static final long LARGEST_UNPACKED = 1L << 28;

    private final int forms;
    private final FindForms finder;
    private final SortedMap<String, Long> hits = new TreeMap<>();
    private final SortedMap<String, Long> unpacked = new TreeMap<>();
    private long files;
    private long bytesOnDisk;
    private long bytesSearched;

    SearchBytes(List<Form> forms) {
        this.forms = forms.size();
        finder = new FindForms(forms);
    }

    /**
     * What a search found.
     *
     * @param hits occurrences by place and form
     * @param unpacked bytes that came out of each kind of container
     */
    public record Report(
            int forms,
            long files,
            long bytesOnDisk,
            long bytesSearched,
            Map<String, Long> hits,
            Map<String, Long> unpacked) {
        @Override
        public String toString() {
            return String.format(
                    java.util.Locale.ROOT,
                    "%,d forms x %,d bytes searched (%,d files, %,d bytes on disk, unpacked %s): %d hits",
                    forms,
                    bytesSearched,
                    files,
                    bytesOnDisk,
                    unpacked,
                    hits.size());
        }
    }

    /** Searches every regular file below the folders, and their names. */
    public static Report search(List<Form> forms, Path... folders) throws IOException {
        var search = new SearchBytes(forms);
        for (Path folder : folders) {
            search.folder(folder);
        }
        return search.report();
    }

    /** Searches bytes that are no file. */
    static Report search(List<Form> forms, byte[] content) {
        var search = new SearchBytes(forms);
        search.content("bytes", content, 0);
        return search.report();
    }

    private Report report() {
        return new Report(forms, files, bytesOnDisk, bytesSearched, hits, unpacked);
    }

    private void folder(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(folder)) {
            all = found.toList();
        }
        for (Path path : all) {
            String place = folder.getFileName() + "/" + folder.relativize(path);
            raw("name of a file in " + folder.getFileName(), place.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            if (Files.isRegularFile(path)) {
                file(place, path);
            } else if (Files.isDirectory(path) && isRocksDb(path)) {
                rocksDb(place, path);
            }
        }
    }

    private void file(String place, Path file) throws IOException {
        files++;
        long size = Files.size(file);
        bytesOnDisk += size;
        if (size <= LARGEST_UNPACKED) {
            content(place, Files.readAllBytes(file), 0);
            return;
        }
        FindForms.Stream stream = finder.open(form -> hit(place, form));
        byte[] buffer = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                stream.feed(buffer, 0, read);
                bytesSearched += read;
            }
        }
        stream.end();
    }

    private void content(String place, byte[] content, int depth) {
        raw(place, content);
        if (depth == DEEPEST) {
            return;
        }
        if (ParquetContent.is(content)) {
            unpacked(place, "PARQUET", ParquetContent.of(content), depth);
        }
        Containers.decode(content, (kind, inside) -> unpacked(place, kind.name(), inside, depth));
    }

    private void unpacked(String place, String kind, byte[] inside, int depth) {
        unpacked.merge(kind, (long) inside.length, Long::sum);
        content(place + " > " + kind, inside, depth + 1);
    }

    private void raw(String place, byte[] content) {
        FindForms.Stream stream = finder.open(form -> hit(place, form));
        stream.feed(content, 0, content.length);
        stream.end();
        bytesSearched += content.length;
    }

    private void hit(String place, Form form) {
        hits.merge(place + ": " + form.name(), 1L, Long::sum);
    }

    private static boolean isRocksDb(Path folder) throws IOException {
        try (Stream<Path> inside = Files.list(folder)) {
            List<String> names =
                    inside.map(path -> path.getFileName().toString()).toList();
            return names.contains("CURRENT") && names.stream().anyMatch(name -> name.startsWith("MANIFEST-"));
        }
    }

    /** The blocks of its files are packed without a magic number: it has to be asked. */
    private void rocksDb(String place, Path folder) throws IOException {
        try (Options options = new Options();
                RocksDB database = RocksDB.openReadOnly(options, folder.toString());
                RocksIterator entries = database.newIterator()) {
            for (entries.seekToFirst(); entries.isValid(); entries.next()) {
                byte[] key = entries.key();
                byte[] value = entries.value();
                byte[] both = Arrays.copyOf(key, key.length + value.length);
                System.arraycopy(value, 0, both, key.length, value.length);
                unpacked(place, "ROCKSDB", both, 0);
            }
        } catch (RocksDBException e) {
            throw new IOException("Cannot open a key-value store that the run left", e);
        }
    }
}
