package org.sealedjoin.phone;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/**
 * The command line {@code phone}, which an advertiser runs on its own machine to prepare numbers for upload.
 *
 * <p>It reads and writes UTF-8 whatever the locale. Nothing that was typed is ever repeated in a message, since the likeliest
 * mistake is a number in the place of a file name.
 */
@Command(
        name = "phone",
        mixinStandardHelpOptions = true,
        versionProvider = PhoneTool.Version.class,
        description = "Brings phone numbers into one form and hashes them, one number a line.",
        footer = {
            "",
            "A number that cannot be read gives an empty first field, a tab and a reason word.",
            "Exit status: 0 done; 2 usage; 3 input; 5 environment."
        })
public final class PhoneTool {
    private static final String FILE_HELP = "A UTF-8 file with one number a line; standard input if there is none.";
    private static final String COLUMN_HELP = "The column of numbers, by its name in the header: FILE is then CSV.";
    private static final String SEPARATOR_HELP = "What separates the columns of CSV; a comma if not given.";
    private static final String REGION_HELP =
            "Where the numbers were written, ISO 3166-1 alpha-2, such as US: numbers without a plus are read as dialled there.";
    private static final String SEE_HELP = " (see phone --help)";

    private final InputStream in;
    private final OutputStream out;
    private final PrintStream err;

    PhoneTool(InputStream in, OutputStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /** Runs one command on the process's own streams and ends the process with its exit status. */
    public static void main(String[] arguments) {
        // libphonenumber warns of regions without short codes, which is nothing to an advertiser.
        Logger.getLogger("").setLevel(Level.OFF);
        // Not System.out: it encodes with the locale's charset and swallows a full disk.
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        System.exit(new PhoneTool(new FileInputStream(FileDescriptor.in), out, System.err).run(arguments));
    }

    /** Runs one command and returns its exit status. */
    int run(String... arguments) {
        return new CommandLine(this)
                // A number that starts with @ is no name of a file with more arguments.
                .setExpandAtFiles(false)
                .setOut(new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true))
                .setParameterExceptionHandler((mistake, typed) -> failed(ExitStatus.USAGE, messageOf(mistake)))
                .setExecutionExceptionHandler((problem, command, result) -> problem instanceof ToolFailure failure
                        ? failed(failure.exitStatus(), failure.line())
                        // Its class only: the message of a fault may hold the number that led to it.
                        : failed(
                                ExitStatus.ENVIRONMENT, "Cannot go on: a fault in this program, " + problem.getClass()))
                .execute(arguments);
    }

    @Command(
            name = "normalize",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Prints the E.164 form of each number, such as +12025550146.")
    int normalize(
            @Option(names = "--region", required = true, paramLabel = "XX", description = REGION_HELP) String region,
            @Parameters(arity = "0..1", paramLabel = "FILE", description = FILE_HELP) @Nullable Path file) {
        convert(rowsOf(region, E164::value), file);
        return ExitStatus.DONE;
    }

    @Command(
            name = "hash",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description = "Prints the SHA-256 of each number's normal form, and counts on standard error.")
    int hash(
            @Option(names = "--region", required = true, paramLabel = "XX", description = REGION_HELP) String region,
            @Option(
                            names = "--form",
                            required = true,
                            paramLabel = "FORM",
                            description =
                                    "What is hashed: e164 (+12025550146), digits (12025550146), or with --column both.")
                    String form,
            @Option(names = "--column", paramLabel = "NAME", description = COLUMN_HELP) @Nullable String column,
            @Option(names = "--separator", defaultValue = ",", paramLabel = "C", description = SEPARATOR_HELP)
                    char separator,
            @Parameters(arity = "0..1", paramLabel = "FILE", description = FILE_HELP) @Nullable Path file) {
        List<HashForm> forms = formsOf(form, column != null);
        if (column == null) {
            Rows rows = rowsOf(
                    region, number -> HashedNumber.of(number, forms.get(0)).hex());
            convert(rows, file);
            err.println(rows.counts());
        } else {
            HashCsv csv = new HashCsv(normalizerFor(region), region, forms);
            CsvColumn named = new CsvColumn(column, separator);
            read(file, source -> csv.copy(source, out, named));
            err.println(csv.counts());
        }
        return ExitStatus.DONE;
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            versionProvider = Version.class,
            description =
                    "Tells why hashes made from a list of numbers would match nobody: counts and advice, no values.")
    int check(
            @Option(names = "--region", required = true, paramLabel = "XX", description = REGION_HELP) String region,
            @Option(names = "--column", required = true, paramLabel = "NAME", description = COLUMN_HELP) String column,
            @Option(names = "--hashed", paramLabel = "FILE", description = "A CSV file of hashes made from the list.")
                    @Nullable
                    Path hashed,
            @Option(
                            names = "--hashed-column",
                            defaultValue = "hashed_phone",
                            paramLabel = "NAME",
                            description = "The column of hashes; hashed_phone if not given.")
                    String hashedColumn,
            @Option(
                            names = "--hashed-separator",
                            defaultValue = ",",
                            paramLabel = "C",
                            description = "What separates the columns of the hashed file; a comma if not given.")
                    char hashedSeparator,
            @Option(names = "--separator", defaultValue = ",", paramLabel = "C", description = SEPARATOR_HELP)
                    char separator,
            @Parameters(arity = "0..1", paramLabel = "FILE", description = FILE_HELP) @Nullable Path file) {
        CheckList list = new CheckList(normalizerFor(region), region);
        if (hashed != null) {
            read(hashed, source -> list.hashed(source, new CsvColumn(hashedColumn, hashedSeparator)));
        }
        read(file, source -> list.raw(source, new CsvColumn(column, separator)));
        String text = String.join("\n", list.findings()) + "\n";
        writing(() -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        return ExitStatus.DONE;
    }

    private static List<HashForm> formsOf(String form, boolean csv) {
        if (csv && form.equals("both")) {
            return List.of(HashForm.values());
        }
        return List.of(HashForm.ofWord(form)
                .orElseThrow(() -> new ToolFailure(
                        ExitStatus.USAGE,
                        "Cannot use --form: no such form (need e164 or digits, or both together with --column)")));
    }

    private static Rows rowsOf(String region, Function<E164, String> valueOf) {
        return new Rows(normalizerFor(region), region, valueOf);
    }

    private static PhoneNormalizer normalizerFor(String region) {
        PhoneNormalizer normalizer = new PhoneNormalizer();
        if (!normalizer.knows(region)) {
            throw new ToolFailure(
                    ExitStatus.USAGE,
                    "Cannot use --region: no numbering plan under that code (need ISO 3166-1 alpha-2, such as US or GB)");
        }
        return normalizer;
    }

    private void convert(Rows rows, @Nullable Path file) {
        read(file, source -> rows.copy(source, out));
    }

    private interface Reading {
        void of(InputStream source) throws IOException;
    }

    private interface Writing {
        void go() throws IOException;
    }

    private void read(@Nullable Path file, Reading reading) {
        if (file == null) {
            writing(() -> reading.of(in));
            return;
        }
        try (InputStream opened = Files.newInputStream(readable(file))) {
            writing(() -> reading.of(opened));
        } catch (IOException unreadable) {
            throw new ToolFailure(ExitStatus.INPUT, "Cannot read FILE: the system refuses to open it");
        }
    }

    private static Path readable(Path file) {
        if (!Files.exists(file)) {
            throw new ToolFailure(
                    ExitStatus.INPUT, "Cannot read FILE: it does not exist (a single number goes to standard input)");
        }
        if (Files.isDirectory(file)) {
            throw new ToolFailure(ExitStatus.INPUT, "Cannot read FILE: it is a folder");
        }
        if (!Files.isReadable(file)) {
            throw new ToolFailure(ExitStatus.INPUT, "Cannot read FILE: no permission");
        }
        return file;
    }

    private static void writing(Writing work) {
        try {
            work.go();
        } catch (IOException unwritable) {
            // A reader that has seen enough, such as head, is no failure.
            if (!isBrokenPipe(unwritable)) {
                throw new ToolFailure(ExitStatus.ENVIRONMENT, "Cannot write the output: " + unwritable.getMessage());
            }
        }
    }

    private static boolean isBrokenPipe(IOException unwritable) {
        return String.valueOf(unwritable.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
    }

    private int failed(int exitStatus, String message) {
        err.println(message);
        return exitStatus;
    }

    /** Never picocli's own message, which repeats what was typed. */
    private static String messageOf(ParameterException mistake) {
        if (mistake instanceof MissingParameterException missing) {
            String names = missing.getMissing().stream()
                    .map(argument ->
                            argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel())
                    .collect(Collectors.joining(" and "));
            return "Cannot run: " + names + " missing" + SEE_HELP;
        }
        if (mistake.getArgSpec() instanceof OptionSpec option) {
            return "Cannot use " + option.longestName() + ": given twice or without a fitting value" + SEE_HELP;
        }
        return "Cannot run: need one command, normalize, hash or check, its options and at most one file" + SEE_HELP;
    }

    /** The version that the build wrote into the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = PhoneTool.class.getPackage().getImplementationVersion();
            return new String[] {"phone " + (version == null ? "(not packaged)" : version)};
        }
    }
}
