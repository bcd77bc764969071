package org.sealedjoin.app;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of commands that look at one finished run. Picocli fills the field. */
final class RunOption {
    @Option(names = "--run", paramLabel = "ID", description = "A run other than the current one.")
    @Nullable
    String id;
}
