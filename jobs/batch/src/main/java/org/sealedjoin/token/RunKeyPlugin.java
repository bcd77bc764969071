package org.sealedjoin.token;

import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.base.QuotingLoggers;

/**
 * Hands the run key from the driver to executors over Spark's own RPC, on request, into memory. Closures, broadcasts, settings and
 * local properties never carry it: these can be spilled to disk or land in the event log. Named in {@code spark.plugins}.
 */
public final class RunKeyPlugin implements SparkPlugin {
    /** How often an executor away from the driver asks whether its keys are still in use. */
    private static final int SECONDS_BETWEEN_QUESTIONS = 15;

    /** An executor asks for the key of that handle. */
    record Request(String handle) implements Serializable {}

    /** An executor asks whether the key of that handle is open. */
    record StillOpen(String handle) implements Serializable {}

    @Override
    public DriverPlugin driverPlugin() {
        return new DriverPlugin() {
            @Override
            public @Nullable Object receive(Object message) {
                if (message instanceof Request request) {
                    return OpenSecret.reveal(request.handle(), SecretUse.SEND_TO_EXECUTOR);
                }
                return message instanceof StillOpen question ? OpenSecret.isOpen(question.handle()) : null;
            }
        };
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new ExecutorPlugin() {
            private @Nullable ScheduledExecutorService questions;

            @Override
            public void init(PluginContext context, Map<String, String> extraConf) {
                // The one place of ours that every executor passes before it reads anything.
                QuotingLoggers.silence();
                ExecutorKeys.connect(context);
                // In local mode closing a key reaches this process's copies at once.
                if (!context.executorID().equals("driver")) {
                    questions = askRegularly();
                }
            }

            @Override
            public void shutdown() {
                if (questions != null) {
                    questions.shutdownNow();
                }
                ExecutorKeys.forgetAll();
            }
        };
    }

    private static ScheduledExecutorService askRegularly() {
        ScheduledExecutorService questions = Executors.newSingleThreadScheduledExecutor(work -> {
            var thread = new Thread(work, "run-key-still-open");
            thread.setDaemon(true);
            return thread;
        });
        var unused = questions.scheduleWithFixedDelay(
                ExecutorKeys::forgetClosed, SECONDS_BETWEEN_QUESTIONS, SECONDS_BETWEEN_QUESTIONS, TimeUnit.SECONDS);
        return questions;
    }
}
