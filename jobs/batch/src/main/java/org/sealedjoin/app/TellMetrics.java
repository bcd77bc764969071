package org.sealedjoin.app;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.sealedjoin.base.EnvironmentFailure;
import org.sealedjoin.release.MetricsFile;
import org.sealedjoin.report.WriteMetrics;

/** Tells a file of metrics how a run ended. That the file cannot be written never changes how the run ended. */
final class TellMetrics {
    private final Optional<MetricsFile> file;
    private final Context context;
    private final Instant began;

    TellMetrics(Optional<MetricsFile> file, Context context, Instant began) {
        this.file = file;
        this.context = context;
        this.began = began;
    }

    /**
     * A run that was published.
     *
     * @param andThen what is left to do: if it fails, the run is published all the same
     */
    record Ended(Nightly.Published run, Runnable andThen) {}

    void during(Supplier<Ended> work) {
        Ended ended;
        try {
            ended = work.get();
        } catch (RuntimeException | Error fault) {
            int status = SealedJoin.statusOf(fault);
            write(before -> WriteMetrics.failed(outcome(status), before));
            throw fault;
        }
        try {
            ended.andThen().run();
            tell(ended.run(), 0);
        } catch (RuntimeException | Error fault) {
            tell(ended.run(), SealedJoin.statusOf(fault));
            throw fault;
        }
    }

    private void tell(Nightly.Published run, int status) {
        write(before -> WriteMetrics.published(outcome(status), run.manifest(), run.current()));
    }

    private WriteMetrics.Outcome outcome(int status) {
        return new WriteMetrics.Outcome(status, began, context.clock().instant());
    }

    private void write(UnaryOperator<String> text) {
        file.ifPresent(metrics -> {
            try {
                metrics.replace(text.apply(metrics.text()));
            } catch (EnvironmentFailure e) {
                context.err().println("warning: " + e.line());
            }
        });
    }
}
