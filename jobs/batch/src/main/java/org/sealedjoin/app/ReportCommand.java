package org.sealedjoin.app;

import java.util.concurrent.Callable;
import org.sealedjoin.release.PublishedRun;
import org.sealedjoin.report.WritePage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Writes the page of a finished run anew from its manifest. Starts no session and reads no row. */
@Command(
        name = "report",
        description = "Rebuilds the page of a finished run from its manifest.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    @Mixin
    OutputOption output = new OutputOption();

    @Mixin
    RunOption run = new RunOption();

    private final Context context;

    ReportCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var published = PublishedRun.find(output.folder, run.id);
        published.replacePage(new WritePage().apply(published.manifest()));
        context.out().println("Page of run " + published.id() + " in " + published.location() + "/report/index.html");
        return 0;
    }
}
