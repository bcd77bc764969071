package org.sealedjoin.app;

import picocli.CommandLine.Option;

/** The option of commands that look for runs. Picocli fills the field. */
final class OutputOption {
    @Option(
            names = "--output",
            required = true,
            paramLabel = "DIR",
            description = "Folder in which runs are published.")
    String folder = "";
}
