package org.sealedjoin.token;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.api.plugin.PluginContext;
import org.jspecify.annotations.Nullable;

/** The run keys that this executor has asked its driver for, in memory only. */
final class ExecutorKeys {
    private static final Map<String, byte[]> RECEIVED = new ConcurrentHashMap<>();
    private static volatile @Nullable PluginContext driver;

    private ExecutorKeys() {}

    static void connect(PluginContext context) {
        driver = context;
    }

    /** The key's bytes: asked for once by each executor. The caller must not keep or change them. */
    static byte[] of(String handle) {
        return RECEIVED.computeIfAbsent(handle, ExecutorKeys::ask);
    }

    private static byte[] ask(String handle) {
        PluginContext context = driver;
        if (context == null) {
            throw new IllegalStateException(
                    "This session has no " + RunKeyPlugin.class.getName() + " in spark.plugins");
        }
        try {
            if (context.ask(new RunKeyPlugin.Request(handle)) instanceof byte[] key) {
                return key;
            }
        } catch (Exception e) {
            throw new IllegalStateException(
                    "The driver did not hand out the run key: " + e.getClass().getSimpleName());
        }
        throw new IllegalStateException("The driver did not hand out the run key");
    }

    static void forget(String handle) {
        byte[] key = RECEIVED.remove(handle);
        if (key != null) {
            Arrays.fill(key, (byte) 0);
        }
    }

    static void forgetAll() {
        RECEIVED.keySet().forEach(ExecutorKeys::forget);
        driver = null;
    }
}
