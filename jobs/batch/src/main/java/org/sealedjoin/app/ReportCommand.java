package org.sealedjoin.app;

import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.release.PublishedRun;
import org.sealedjoin.report.WritePage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes the page of a finished run anew from its manifest. Starts no session and reads no row. */
@Command(
        name = "report",
        description = "Rebuilds the page of a finished run from its manifest.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    @Option(
            names = "--output",
            required = true,
            paramLabel = "DIR",
            description = "Folder in which runs are published.")
    String output = "";

    @Option(names = "--run", paramLabel = "ID", description = "A run other than the current one.")
    @Nullable
    String run;

    private final Context context;

    ReportCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var hadoop = new Configuration();
        // Hadoop's other one would leave a checksum file beside the page.
        hadoop.set("fs.file.impl", RawLocalFileSystem.class.getName());
        hadoop.setBoolean("fs.file.impl.disable.cache", true);
        var published = PublishedRun.find(output, run, hadoop);
        published.replacePage(new WritePage().apply(published.manifest()));
        context.out().println("Page of run " + published.id() + " in " + published.folder() + "/report/index.html");
        return 0;
    }
}
