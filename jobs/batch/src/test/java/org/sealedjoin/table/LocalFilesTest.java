package org.sealedjoin.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalFilesTest {
    @TempDir
    java.nio.file.Path folder;

    private FileSystem files;

    @BeforeEach
    void open() throws IOException {
        var hadoop = new Configuration();
        hadoop.set("fs.file.impl", LocalFiles.class.getName());
        files = FileSystem.newInstance(folder.toUri(), hadoop);
    }

    private String permissions(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
    }

    @ParameterizedTest
    @CsvSource({"0755, rwxr-xr-x", "0600, rw-------", "0007, ------rwx", "0124, --x-w-r--", "0000, ---------"})
    void setPermission_anyOctal_isWhatChmodMakes(String octal, String expected) throws IOException {
        Files.createFile(folder.resolve("x"));
        files.setPermission(new Path(folder.resolve("x").toUri()), new FsPermission(octal));

        assertThat(permissions("x")).isEqualTo(expected);
    }

    /** Java knows no sticky bit; Hadoop's own does, by {@code chmod}. */
    @Test
    void setPermission_stickyBit_isSet() throws IOException {
        Files.createDirectory(folder.resolve("d"));
        files.setPermission(new Path(folder.resolve("d").toUri()), new FsPermission("1777"));

        assertThat((int) Files.getAttribute(folder.resolve("d"), "unix:mode") & 07777)
                .isEqualTo(01777);
    }

    @Test
    void createAndMkdirs_underAUmask_haveItsPermissionsAndNoChecksumFile() throws IOException {
        files.getConf().set("fs.permissions.umask-mode", "027");
        files.create(new Path(folder.resolve("a/b/file").toUri())).close();

        assertThat(permissions("a")).isEqualTo("rwxr-x---");
        assertThat(permissions("a/b/file")).isEqualTo("rw-r-----");
        assertThat(folder.resolve("a/b").toFile().list()).containsExactly("file");
    }
}
