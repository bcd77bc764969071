package org.sealedjoin.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlacesTest {
    @TempDir
    static java.nio.file.Path folder;

    /** A path without scheme and host is one of the default file system, not of this machine. */
    @Test
    void of_pathOfDefaultFileSystem_isWhereThatLeads() {
        var mounted = new Configuration();
        mounted.set("fs.defaultFS", "viewfs://cluster/");
        mounted.set("fs.viewfs.mounttable.cluster.link./tables", folder.toUri().toString());

        assertThat(Places.of(new Path("/tables"), mounted)).isEqualTo(folder.toString());
        assertThat(Places.of(new Path("viewfs://cluster/tables"), mounted)).isEqualTo(folder.toString());
    }

    @Test
    void of_localNames_areOnePlace() throws IOException {
        java.nio.file.Path table = Files.createDirectories(folder.resolve("a/table"));
        java.nio.file.Path link = Files.createSymbolicLink(folder.resolve("link"), table);
        var local = new Configuration();

        assertThat(Places.of(new Path(link.toString()), local)).isEqualTo(table.toString());
        assertThat(Places.of(new Path("file://" + folder + "/a/x/../table/"), local))
                .isEqualTo(table.toString());
        assertThat(Places.of(new Path(link + "/not/there/yet"), local)).isEqualTo(table + "/not/there/yet");
    }

    @Test
    void isUnder_neighbourWithLongerName_isNot() {
        assertThat(Places.isUnder("/data/tables", "/data/table")).isFalse();
        assertThat(Places.isUnder("/data/table/part", "/data/table")).isTrue();
        assertThat(Places.isUnder("/data/table", "/data/table")).isTrue();
    }
}
