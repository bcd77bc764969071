package org.sealedjoin.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Local files without checksum files beside them. Hadoop's own, where its native library is missing, starts {@code chmod} for each file and folder that it
 * makes: a process each, some two hundred in a night of few rows. For Hadoop and Spark to use by its class name ({@code fs.file.impl}).
 */
public final class LocalFiles extends RawLocalFileSystem {
    /** By its class name. */
    public LocalFiles() {}

    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
        java.nio.file.Path file = pathToFile(path).toPath();
        if (permission.getStickyBit() || Files.getFileAttributeView(file, PosixFileAttributeView.class) == null) {
            super.setPermission(path, permission);
        } else {
            Files.setPosixFilePermissions(file, posix(permission));
        }
    }

    private static Set<PosixFilePermission> posix(FsPermission permission) {
        var all = EnumSet.noneOf(PosixFilePermission.class);
        String[] who = {"OWNER", "GROUP", "OTHERS"};
        FsAction[] may = {permission.getUserAction(), permission.getGroupAction(), permission.getOtherAction()};
        for (int i = 0; i < who.length; i++) {
            for (FsAction action : new FsAction[] {FsAction.READ, FsAction.WRITE, FsAction.EXECUTE}) {
                if (may[i].implies(action)) {
                    all.add(PosixFilePermission.valueOf(who[i] + "_" + action.name()));
                }
            }
        }
        return all;
    }
}
