package org.sealedjoin.app;

import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.release.FollowCurrent;
import org.sealedjoin.release.PublishedRun;
import org.sealedjoin.table.Outputs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Points a catalog's tables at the run that CURRENT names, as {@code nightly --catalog} does: after people were taken out of it, say. */
@Command(
        name = "register",
        description = "Points the tables of a catalog at the published run.",
        mixinStandardHelpOptions = true)
final class RegisterCommand implements Callable<Integer> {
    @Mixin
    OutputOption output = new OutputOption();

    @Option(
            names = "--catalog",
            required = true,
            paramLabel = "NAME",
            description = "Schema of the session's catalog that holds the tables.")
    String catalog = "";

    @Mixin
    SettingsOptions options = new SettingsOptions();

    private final Context context;

    RegisterCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        FollowCurrent.requireName(catalog);
        SparkSession spark = OpenSession.open("register", options.settings());
        FollowCurrent tables = FollowCurrent.open(spark, catalog);
        PublishedRun run =
                PublishedRun.find(output.folder, null, spark.sessionState().newHadoopConf());
        tables.moveTo(run.location(), Outputs.all().stream().filter(run::has).toList());
        context.out().println("Tables of schema " + catalog + " are those of run " + run.id());
        return 0;
    }
}
