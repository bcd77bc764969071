package org.sealedjoin.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.base.EnvironmentFailure;
import org.sealedjoin.base.Failure;
import org.sealedjoin.base.GuaranteeFailure;
import org.sealedjoin.base.InputFailure;
import org.sealedjoin.base.UsageFailure;
import org.sealedjoin.release.PublishedRun;
import org.sealedjoin.table.InputTables;
import org.sealedjoin.table.ReadInput;

/**
 * The program inside another one, for people who look at tables in a notebook or a shell: one protected session of this process, in
 * which the flow guard judges every plan, and the commands of the command line. Not for several threads.
 */
public final class Workbench {
    private final SparkSession spark;
    private final Settings settings;

    private Workbench(SparkSession spark, Settings settings) {
        this.spark = spark;
        this.settings = settings;
    }

    /**
     * Opens the session.
     *
     * @param sets {@code key=value}, as after {@code --set}; commands have settings of their own
     * @throws Failure if a setting or the machine cannot be used
     */
    public static Workbench open(String... sets) {
        Settings settings = Settings.read(null, List.of(sets));
        return new Workbench(OpenSession.open("workbench", settings), settings);
    }

    /** The session. A plan over tables under protection runs only if nothing labelled leaves by it. */
    public SparkSession spark() {
        return spark;
    }

    /**
     * Runs a command to its end.
     *
     * @param command as after {@code scripts/sealedjoin}
     * @return what it printed on standard output; progress is not kept
     * @throws Failure of the kind that its exit status tells, with the line that it ended with
     */
    public String run(String... command) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        int status;
        try (var outStream = new PrintStream(out, true, UTF_8);
                var errStream = new PrintStream(err, true, UTF_8)) {
            status = SealedJoin.run(new Context(Clock.systemUTC(), new SecureRandom(), outStream, errStream), command);
        }
        if (status != 0) {
            throw failure(status, lastLine(err.toString(UTF_8)));
        }
        return out.toString(UTF_8);
    }

    /** The run that {@code CURRENT} names in an output folder. */
    public PublishedRun published(String output) {
        return PublishedRun.find(output, null, spark.sessionState().newHadoopConf());
    }

    /**
     * Reads and checks every table below a folder. From then on its columns carry their labels in this session, until a command that
     * reads the same folder ends.
     *
     * @throws InputFailure naming the first table that cannot be used
     */
    public InputTables read(String input) {
        return new ReadInput(spark, settings.input()).read(input, Set.of());
    }

    private static String lastLine(String text) {
        return text.lines().reduce("Cannot finish: nothing was said", (before, line) -> line);
    }

    private static Failure failure(int status, String line) {
        return switch (status) {
            case 2 -> new UsageFailure(line);
            case 3 -> new InputFailure(line);
            case 4 -> new GuaranteeFailure(line);
            default -> new EnvironmentFailure(line);
        };
    }
}
