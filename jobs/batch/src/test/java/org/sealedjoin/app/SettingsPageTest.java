package org.sealedjoin.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SettingsPageTest {
    private static final Config REFERENCE = ConfigFactory.parseResources("reference.conf");

    @Test
    void page_everySetting_standsThereWithItsDefault() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("project.root"), "docs", "settings.md"));
        REFERENCE
                .entrySet()
                .forEach(setting -> assertThat(page)
                        .as("docs/settings.md must have a row for every key of reference.conf, with its default")
                        .contains("| `" + setting.getKey() + "` | `"
                                + setting.getValue().unwrapped() + "` |"));
    }

    @Test
    void page_everyRow_isASetting() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("project.root"), "docs", "settings.md"));
        assertThat(
                        page.lines()
                                .filter(
                                        line -> line.matches(
                                                "\\| `(input|consent|seal|friends|audience|safety|usage|business|privacy|release|encryption)\\..*")))
                .allSatisfy(line -> assertThat(REFERENCE.hasPath(line.split("`", 3)[1]))
                        .as(line)
                        .isTrue());
    }
}
