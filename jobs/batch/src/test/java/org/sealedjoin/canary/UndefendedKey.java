package org.sealedjoin.canary;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.sealedjoin.app.CanaryProcess;

/** What one would write without thinking of it: overwrites its own copy of a key, and leaves those that Java made. */
final class UndefendedKey {
    private UndefendedKey() {}

    /** Arguments: the key, masked and in Base64; the file for a heap dump. */
    public static void main(String[] args) throws Exception {
        byte[] key = Base64.getDecoder().decode(args[0]);
        for (int i = 0; i < key.length; i++) {
            key[i] ^= CanaryProcess.MASK;
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        Files.write(Path.of(args[1] + ".mac"), mac.doFinal(new byte[1]));
        Arrays.fill(key, (byte) 0);
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(args[1], false);
    }
}
