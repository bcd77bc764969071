package org.sealedjoin.app;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ScratchPages {
    @Test
    void write() throws Exception {
        Path docs = Path.of(System.getProperty("project.root"), "docs");
        Files.writeString(docs.resolve("tables.md"), InProcess.run("tables").out());
        InProcess.Ended flows = InProcess.run("flows", "--page");
        System.out.println("FLOWS " + flows.status() + " " + flows.said());
        if (flows.status() == 0) {
            Files.writeString(docs.resolve("flows.md"), flows.out());
        }
    }
}
