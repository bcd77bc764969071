package org.sealedjoin.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Clock;

/** Runs a command of the program in this process. In this package since only {@code main}, which ends the process, is public. */
public final class OwnCommand {
    private OwnCommand() {}

    /** @throws IllegalStateException with what the command said, if it did not end with status 0 */
    public static void run(String... arguments) {
        var said = new ByteArrayOutputStream();
        try (var stream = new PrintStream(said, true, UTF_8)) {
            int status = SealedJoin.run(new Context(Clock.systemUTC(), new SecureRandom(), stream, stream), arguments);
            if (status != 0) {
                throw new IllegalStateException("Status " + status + ": " + said.toString(UTF_8));
            }
        }
    }
}
