package org.sealedjoin.app;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.base.UsageFailure;
import org.sealedjoin.generate.GenerateTables;
import org.sealedjoin.generate.GenerationSpec;
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
                seed);
        var progress = new Progress(context.err(), context.clock());
        SparkSession spark =
                progress.stage("spark", () -> OpenSession.open("generate", Settings.read(null, List.of())));
        progress.stage("generate", () -> new GenerateTables().write(spark, spec, output))
                .forEach((table, count) -> context.out().printf(Locale.ROOT, "%-26s %,14d rows%n", table, count));
        return 0;
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
