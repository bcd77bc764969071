package org.sealedjoin.token;

import java.io.Serializable;
import java.util.Map;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.jspecify.annotations.Nullable;

/**
 * Hands the run key from the driver to executors over Spark's own RPC, on request, into memory. Closures, broadcasts, settings and
 * local properties never carry it: these can be spilled to disk or land in the event log. Named in {@code spark.plugins}.
 */
public final class RunKeyPlugin implements SparkPlugin {
    /** An executor asks for the key of that handle. */
    record Request(String handle) implements Serializable {}

    @Override
    public DriverPlugin driverPlugin() {
        return new DriverPlugin() {
            @Override
            public @Nullable Object receive(Object message) {
                return message instanceof Request request
                        ? RunKey.reveal(request.handle(), SecretUse.SEND_TO_EXECUTOR)
                        : null;
            }
        };
    }

    @Override
    public ExecutorPlugin executorPlugin() {
        return new ExecutorPlugin() {
            @Override
            public void init(PluginContext context, Map<String, String> extraConf) {
                ExecutorKeys.connect(context);
            }

            @Override
            public void shutdown() {
                ExecutorKeys.forgetAll();
            }
        };
    }
}
