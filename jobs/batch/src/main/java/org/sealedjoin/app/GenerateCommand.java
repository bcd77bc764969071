package org.sealedjoin.app;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.base.UsageFailure;
import org.sealedjoin.generate.GenerateTables;
import org.sealedjoin.generate.GenerationSpec;
import org.sealedjoin.table.EncryptionKeys;
import org.sealedjoin.table.EncryptionPolicy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes synthetic input tables. */
@Command(name = "generate", description = "Writes synthetic input tables of any size.", mixinStandardHelpOptions = true)
final class GenerateCommand implements Callable<Integer> {
    @Option(names = "--people", required = true, paramLabel = "N", description = "People of both platforms together.")
    long people;

    @Option(names = "--book-rows", paramLabel = "M", description = "Rows of address books. Default: 20 a person.")
    @Nullable
    Long bookRows;

    @Option(
            names = "--uploaded-rows",
            paramLabel = "R",
            description = "About how many rows advertisers sent. Default: lists of a few to 10,000 rows.")
    @Nullable
    Long uploadedRows;

    @Option(names = "--forms", paramLabel = "FORMS", description = "How numbers are written: mixed (default) or e164.")
    String forms = "mixed";

    @Option(
            names = "--numbers",
            paramLabel = "NUMBERS",
            description = "fiction (reserved by regulators, the default where they suffice) or any.")
    @Nullable
    String numbers;

    @Option(names = "--format", paramLabel = "FORMAT", description = "parquet (default) or csv.")
    String format = "parquet";

    @Option(names = "--encrypt", description = "Encrypts the columns that hold numbers; needs --format parquet.")
    boolean encrypt;

    @Option(
            names = "--key-provider",
            paramLabel = "URI",
            description =
                    "Where the keys are; made there if missing. Default: a key store beside the output, DIR.jceks.")
    @Nullable
    String keyProvider;

    @Option(names = "--seed", required = true, paramLabel = "S", description = "The same seed gives the same rows.")
    long seed;

    @Option(names = "--output", required = true, paramLabel = "DIR", description = "A new or empty folder.")
    String output = "";

    private final Context context;

    GenerateCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        long rows = bookRows == null ? Math.multiplyExact(people, GenerationSpec.BOOK_ROWS_PER_PERSON) : bookRows;
        String range = numbers;
        var spec = new GenerationSpec(
                people,
                rows,
                word("--forms", GenerationSpec.Forms.class, forms),
                range == null
                        ? GenerationSpec.numbersFor(people)
                        : word("--numbers", GenerationSpec.Numbers.class, range),
                word("--format", GenerationSpec.Format.class, format),
                seed,
                uploadedRows == null ? 0 : uploadedRows);
        Settings settings = Settings.read(null, List.of());
        EncryptionPolicy encryption = encryption(spec.format(), settings.encryption());
        var progress = new Progress(context.err(), context.clock());
        SparkSession spark = progress.stage("spark", () -> OpenSession.open("generate", settings));
        var generate = new GenerateTables();
        generate.requireEmpty(spark, spec, output);
        if (encryption.isOn()) {
            makeKeys(spark, encryption);
        }
        progress.stage("generate", () -> generate.write(spark, spec, output, encryption))
                .forEach((table, count) -> context.out().printf(Locale.ROOT, "%-26s %,14d rows%n", table, count));
        if (encryption.isOn()) {
            context.out().println("encrypted; read with --set encryption.key-provider=" + encryption.keyProvider());
        }
        return 0;
    }

    private EncryptionPolicy encryption(GenerationSpec.Format format, EncryptionPolicy names) {
        String uri = keyProvider;
        if (!encrypt) {
            if (uri != null) {
                throw new UsageFailure("Cannot use --key-provider: nothing is encrypted (need --encrypt)");
            }
            return EncryptionPolicy.OFF;
        }
        if (format != GenerationSpec.Format.PARQUET) {
            throw new UsageFailure(
                    "Cannot use --encrypt: columns of csv files cannot be encrypted (need --format parquet)");
        }
        return uri == null ? names.beside(output) : names.in(uri);
    }

    private void makeKeys(SparkSession spark, EncryptionPolicy encryption) {
        try (EncryptionKeys keys =
                EncryptionKeys.open(encryption, spark.sessionState().newHadoopConf())) {
            if (keys.createMissing().lacksPassword()) {
                context.err()
                        .println("[warning] the key store has Hadoop's default password: only its permissions protect"
                                + " it (set HADOOP_KEYSTORE_PASSWORD)");
            }
        }
    }

    private static <E extends Enum<E>> E word(String option, Class<E> words, String given) {
        for (E word : words.getEnumConstants()) {
            if (word.name().toLowerCase(Locale.ROOT).equals(given)) {
                return word;
            }
        }
        throw new UsageFailure("Cannot use " + option + ": it is none of "
                + String.join(
                        ", ",
                        List.of(words.getEnumConstants()).stream()
                                .map(word -> word.name().toLowerCase(Locale.ROOT))
                                .toList()));
    }
}
