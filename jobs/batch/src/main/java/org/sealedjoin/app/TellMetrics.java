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

    Nightly.Published during(Supplier<Nightly.Published> run) {
        Nightly.Published published;
        try {
            published = run.get();
        } catch (RuntimeException | Error fault) {
            int status = SealedJoin.statusOf(fault);
            write(before -> WriteMetrics.failed(outcome(status), before));
            throw fault;
        }
        write(before -> WriteMetrics.published(outcome(0), published.manifest(), published.current()));
        return published;
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
