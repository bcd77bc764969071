package org.sealedjoin.app;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.base.UsageFailure;
import org.sealedjoin.table.RotateKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Rolls new versions of the keys and wraps anew what the input's encrypted files were encrypted under. */
@Command(
        name = "rotate-keys",
        description = "Rolls the keys of encrypted tables and wraps them anew; no data file is rewritten.",
        mixinStandardHelpOptions = true)
final class RotateKeysCommand implements Callable<Integer> {
    @Option(names = "--input", required = true, paramLabel = "DIR", description = "Folder with one folder a table.")
    String input = "";

    @Option(
            names = "--key-provider",
            paramLabel = "URI",
            description = "Where the keys are; stands for --set encryption.key-provider=URI.")
    @Nullable
    String keyProvider;

    @Mixin
    SettingsOptions options = new SettingsOptions();

    private final Context context;

    RotateKeysCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Settings settings = options.settings(keyProvider);
        if (!settings.encryption().isOn()) {
            throw new UsageFailure("Cannot rotate keys: encryption.key-provider is none (need --key-provider URI)");
        }
        var progress = new Progress(context.err(), context.clock());
        SparkSession spark = progress.stage("spark", () -> OpenSession.open("rotate-keys", settings));
        var rotate = new RotateKeys(settings.encryption(), spark.sessionState().newHadoopConf());
        progress.stage("rotate", () -> rotate.rotate(input))
                .forEach((table, files) ->
                        context.out().printf(Locale.ROOT, "%-26s %,8d files wrapped anew%n", table, files));
        return 0;
    }
}
