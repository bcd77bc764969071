package org.sealedjoin.canary;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import com.ning.compress.lzf.LZFOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jpountz.lz4.LZ4BlockOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.sealedjoin.canary.CanaryForms.Form;
import org.sealedjoin.testing.LocalSpark;
import org.xerial.snappy.SnappyOutputStream;

/** The search finds what is planted, in every form and every container; else "no hit" would mean nothing. */
class CanarySearchTest {
    private static final long SEED = 20161015;
    private static final List<Form> FORMS = CanaryForms.of(CanaryInput.NUMBERS, List.of(random(32, SEED)));

    @TempDir
    Path folder;

    /** A way of packing that the search must see through. */
    enum Packing {
        PLAIN {
            @Override
            OutputStream open(OutputStream out) {
                return out;
            }
        },
        GZIP {
            @Override
            OutputStream open(OutputStream out) throws IOException {
                return new GZIPOutputStream(out);
            }
        },
        ZIP {
            @Override
            OutputStream open(OutputStream out) throws IOException {
                var zip = new ZipOutputStream(out);
                zip.putNextEntry(new ZipEntry("first"));
                zip.write(1);
                zip.putNextEntry(new ZipEntry("second"));
                return zip;
            }
        },
        LZ4 {
            @Override
            OutputStream open(OutputStream out) {
                return new LZ4BlockOutputStream(out, 64);
            }
        },
        SNAPPY {
            @Override
            OutputStream open(OutputStream out) {
                return new SnappyOutputStream(out);
            }
        },
        ZSTD {
            @Override
            OutputStream open(OutputStream out) throws IOException {
                return new ZstdOutputStream(out);
            }
        },
        LZF {
            @Override
            OutputStream open(OutputStream out) {
                return new LZFOutputStream(out);
            }
        };

        abstract OutputStream open(OutputStream out) throws IOException;

        byte[] pack(byte[] content) {
            var bytes = new ByteArrayOutputStream();
            try (OutputStream out = open(bytes)) {
                out.write(content);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            return bytes.toByteArray();
        }
    }

    @ParameterizedTest
    @EnumSource(Packing.class)
    void search_eachFormAlone_isFound(Packing packing) {
        for (Form form : FORMS) {
            byte[] packed = packing.pack(concat(text(), form.bytes(), text()));
            // Alone in a file, and within other bytes.
            for (byte[] bytes : List.of(packed, concat(random(99, SEED), packed, random(99, SEED)))) {
                assertThat(found(SearchBytes.search(FORMS, bytes)))
                        .as("%s in %s", form, packing)
                        .contains(form.name());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Packing.class)
    void search_packedThreeTimes_isFound(Packing packing) {
        byte[] bytes = Packing.GZIP.pack(packing.pack(Packing.ZSTD.pack(all())));

        assertThat(found(SearchBytes.search(FORMS, bytes))).isEqualTo(names());
    }

    /** Shuffle files are many packed streams one behind the other, and a reader may stop at the first. */
    @ParameterizedTest
    @EnumSource(Packing.class)
    void search_behindOtherPackedBytes_isFound(Packing packing) {
        byte[] other = packing.pack(random(200_000, SEED));

        assertThat(found(SearchBytes.search(FORMS, concat(other, other, packing.pack(all()), other))))
                .isEqualTo(names());
    }

    @Test
    void search_acrossChunks_isFound() {
        for (int before = (1 << 18) - 80; before < (1 << 18) + 400; before += 7) {
            assertThat(found(SearchBytes.search(FORMS, concat(random(before, SEED), all()))))
                    .isEqualTo(names());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"uncompressed", "snappy", "gzip", "zstd", "lz4_raw"})
    void search_parquetText_isFound(String codec) throws IOException {
        List<String> texts = FORMS.stream()
                .map(form -> new String(form.bytes(), UTF_8))
                .filter(text -> !text.contains("\uFFFD") && !text.contains("\0"))
                .toList();
        Set<String> written = FORMS.stream()
                .filter(form -> texts.contains(new String(form.bytes(), UTF_8)))
                .map(Form::name)
                .collect(Collectors.toCollection(TreeSet::new));
        write(LocalSpark.session().createDataset(texts, Encoders.STRING()), codec);

        assertThat(written).hasSizeGreaterThan(300);
        assertThat(found(SearchBytes.search(FORMS, folder))).containsAll(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"uncompressed", "zstd"})
    void search_parquetBytes_isFound(String codec) throws IOException {
        write(LocalSpark.session().createDataset(FORMS.stream().map(Form::bytes).toList(), Encoders.BINARY()), codec);

        assertThat(found(SearchBytes.search(FORMS, folder))).isEqualTo(names());
    }

    @Test
    void search_parquetLong_isFound() throws IOException {
        List<Long> values = CanaryInput.NUMBERS.stream()
                .map(number -> Long.parseLong(number.digits()))
                .toList();
        write(LocalSpark.session().createDataset(values, Encoders.LONG()), "zstd");

        assertThat(found(SearchBytes.search(FORMS, folder)))
                .containsAll(CanaryInput.NUMBERS.stream()
                        .map(number -> number.role() + ": digits")
                        .toList());
    }

    @Test
    void search_keyValueStore_isFound() throws Exception {
        RocksDB.loadLibrary();
        try (Options options = new Options().setCreateIfMissing(true);
                RocksDB database = RocksDB.open(options, folder.resolve("store").toString())) {
            database.put("text".getBytes(UTF_8), Packing.GZIP.pack(all()));
        }

        assertThat(SearchBytes.search(FORMS, folder).hits().keySet())
                .anyMatch(place -> place.contains("ROCKSDB > GZIP"));
    }

    @Test
    void search_nameOfFile_isFound() throws IOException {
        Files.createFile(folder.resolve(CanaryInput.NUMBERS.get(0).e164()));

        assertThat(SearchBytes.search(FORMS, folder).hits()).isNotEmpty();
    }

    @Test
    void search_randomControl_findsNothing() {
        byte[] control = random(1 << 25, SEED + 1);

        assertThat(SearchBytes.search(FORMS, control).hits()).isEmpty();
        assertThat(SearchBytes.search(FORMS, Packing.ZSTD.pack(control)).hits()).isEmpty();
    }

    @Test
    void search_otherNumbersAndKeys_findsNothing() {
        List<PlantedNumber> others = CanaryInput.NUMBERS.stream()
                .map(number -> PlantedNumber.of(
                        number.role(),
                        number.countryCode(),
                        new StringBuilder(number.national()).reverse().toString()))
                .toList();
        byte[] bytes = concat(CanaryForms.of(others, List.of(random(32, SEED + 2))).stream()
                .map(form -> concat(form.bytes(), text()))
                .toArray(byte[][]::new));

        assertThat(SearchBytes.search(FORMS, bytes).hits()).isEmpty();
    }

    @Test
    void report_hits_doNotHoldTheSecret() {
        SearchBytes.Report report = SearchBytes.search(FORMS, all());
        byte[] told = (report + report.hits().toString() + FORMS).getBytes(UTF_8);

        assertThat(SearchBytes.search(FORMS, told).hits()).isEmpty();
    }

    private void write(Dataset<?> rows, String codec) {
        rows.coalesce(1)
                .write()
                .option("compression", codec)
                .mode("overwrite")
                .parquet(folder.resolve("table").toString());
    }

    /** Names of forms that were found, as reported behind the place. */
    private static Set<String> found(SearchBytes.Report report) {
        return report.hits().keySet().stream()
                .map(place -> place.substring(place.indexOf(": ") + 2))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names() {
        return FORMS.stream().map(Form::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private static byte[] all() {
        return concat(
                FORMS.stream().flatMap(form -> Stream.of(form.bytes(), text())).toArray(byte[][]::new));
    }

    private static byte[] text() {
        return " and so on; ".getBytes(UTF_8);
    }

    private static byte[] random(int length, long seed) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] concat(byte[]... parts) {
        byte[] whole =
                new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }
}
