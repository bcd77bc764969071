package org.sealedjoin.release;

import java.security.SecureRandom;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;

/** A process that holds an output folder, with a run in staging, until it is killed. */
final class HeldFolderProcess {
    private HeldFolderProcess() {}

    public static void main(String[] arguments) throws InterruptedException {
        OutputFolder folder = OutputFolder.open(arguments[0], new Configuration());
        folder.stage(RunId.of(Instant.EPOCH, new SecureRandom()));
        System.out.println("held");
        System.out.flush();
        Thread.sleep(Long.MAX_VALUE);
    }
}
