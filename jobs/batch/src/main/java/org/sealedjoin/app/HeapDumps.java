package org.sealedjoin.app;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether this Java would write its heap, which holds numbers, to a file by itself. */
final class HeapDumps {
    private static final List<String> FLAGS =
            List.of("HeapDumpOnOutOfMemoryError", "HeapDumpBeforeFullGC", "HeapDumpAfterFullGC");

    private HeapDumps() {}

    /** False too where the Java does not say. */
    static boolean areOn() {
        HotSpotDiagnosticMXBean flags = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return flags != null && FLAGS.stream().anyMatch(flag -> "true".equals(valueOf(flags, flag)));
    }

    private static @Nullable String valueOf(HotSpotDiagnosticMXBean flags, String flag) {
        try {
            return flags.getVMOption(flag).getValue();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
