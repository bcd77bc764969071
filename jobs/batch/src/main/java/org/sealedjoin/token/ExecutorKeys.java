package org.sealedjoin.token;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.api.plugin.PluginContext;
import org.jspecify.annotations.Nullable;

/** The run keys that this executor has asked its driver for, in memory only. */
final class ExecutorKeys {
    private static final Map<String, HeldKey> RECEIVED = new ConcurrentHashMap<>();
    private static volatile @Nullable PluginContext driver;

    private ExecutorKeys() {}

    static void connect(PluginContext context) {
        driver = context;
    }

    /** The tokenizer of the calling thread under that key, which is asked for once by each executor. */
    static Tokenizer tokenizer(String handle) {
        return RECEIVED.computeIfAbsent(handle, ExecutorKeys::ask).tokenizer();
    }

    private static HeldKey ask(String handle) {
        try {
            if (driver().ask(new RunKeyPlugin.Request(handle)) instanceof byte[] key) {
                return new HeldKey(key);
            }
        } catch (Exception e) {
            throw new IllegalStateException(
                    "The driver did not hand out the run key: " + e.getClass().getSimpleName());
        }
        throw new IllegalStateException("The driver did not hand out the run key");
    }

    private static PluginContext driver() {
        PluginContext context = driver;
        if (context == null) {
            throw new IllegalStateException(
                    "This session has no " + RunKeyPlugin.class.getName() + " in spark.plugins");
        }
        return context;
    }

    /** Forgets keys that the driver has closed. Spark's plugins cannot be told so by the driver; they have to ask. */
    static void forgetClosed() {
        for (String handle : RECEIVED.keySet()) {
            try {
                if (driver().ask(new RunKeyPlugin.StillOpen(handle)) instanceof Boolean open && !open) {
                    forget(handle);
                }
            } catch (Exception e) {
                // No answer is no "no": asked again soon. An executor that loses its driver for good is ended by Spark.
            }
        }
    }

    static void forget(String handle) {
        HeldKey key = RECEIVED.remove(handle);
        if (key != null) {
            key.erase();
        }
    }

    static void forgetAll() {
        RECEIVED.keySet().forEach(ExecutorKeys::forget);
        driver = null;
    }
}
