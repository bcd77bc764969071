package org.sealedjoin.release;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Whether a folder is fit to be written: probed with a small file that is made, renamed over another and deleted.
 *
 * @param writable whether the file could be made
 * @param replaces whether renaming replaced a file in one step
 * @param openToOthers whether users other than the owner and the group can look into the folder
 * @param permissions such as {@code rwxr-x---}; empty where the file system has none
 * @param freeBytes what is left of the disk for this user
 */
public record FolderCheck(
        boolean writable, boolean replaces, boolean openToOthers, String permissions, long freeBytes) {
    /** True of a place in a store that replaces in one step. Asks no server. */
    public static boolean isSure(String place, Configuration hadoop) {
        return Set.of("file", "hdfs").contains(schemeOf(place, hadoop));
    }

    /** Scheme of a place, such as {@code hdfs}. */
    public static String schemeOf(String place, Configuration hadoop) {
        return OutputFiles.schemeOf(new org.apache.hadoop.fs.Path(place), hadoop);
    }

    /**
     * Probes an output folder, or the nearest folder above that exists, in its store. Makes no folder.
     *
     * @return nothing if the place is no folder, or cannot be looked into
     */
    public static Optional<FolderCheck> ofOutput(String place, Configuration hadoop) {
        var path = new org.apache.hadoop.fs.Path(place);
        if (schemeOf(place, hadoop).equals("file")) {
            return of(path.toUri().getPath());
        }
        try {
            OutputFiles files = OutputFiles.of(path, hadoop);
            org.apache.hadoop.fs.Path folder = files.makeQualified(path);
            while (!files.exists(folder) && !folder.isRoot()) {
                folder = folder.getParent();
            }
            FileStatus found = files.getFileStatus(folder);
            if (!found.isDirectory()) {
                return Optional.empty();
            }
            FsPermission permissions = found.getPermission();
            return Optional.of(probe(
                    files,
                    folder,
                    permissions.getOtherAction().implies(FsAction.READ)
                            || permissions.getOtherAction().implies(FsAction.EXECUTE),
                    permissions.toString()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static FolderCheck probe(
            OutputFiles files, org.apache.hadoop.fs.Path folder, boolean open, String permissions) throws IOException {
        var name = new org.apache.hadoop.fs.Path(folder, ".sealedjoin-doctor" + UUID.randomUUID());
        boolean writable = false;
        boolean replaces = false;
        try {
            files.create(name, false).close();
            files.create(name.suffix("2"), false).close();
            writable = true;
            files.replace(name, name.suffix("2"));
            replaces = true;
        } catch (IOException e) {
            // What was reached is told.
        } finally {
            files.delete(name, false);
            files.delete(name.suffix("2"), false);
        }
        return new FolderCheck(
                writable, replaces, open, permissions, files.getStatus(folder).getRemaining());
    }

    /**
     * Probes a local folder, or the nearest folder above that exists. Makes no folder.
     *
     * @return nothing if the place is no local folder or cannot be looked into
     */
    public static Optional<FolderCheck> of(String place) {
        try {
            Path folder = existing(Path.of(place).toAbsolutePath().normalize());
            if (!Files.isDirectory(folder)) {
                return Optional.empty();
            }
            Set<PosixFilePermission> permissions = permissionsOf(folder);
            boolean open = permissions.contains(PosixFilePermission.OTHERS_READ)
                    || permissions.contains(PosixFilePermission.OTHERS_EXECUTE);
            FileStore disk = Files.getFileStore(folder);
            boolean writable = false;
            boolean replaces = false;
            if (Files.isWritable(folder)) {
                Path from = null;
                Path to = null;
                try {
                    from = Files.createTempFile(folder, ".sealedjoin-doctor", "");
                    to = Files.createTempFile(folder, ".sealedjoin-doctor", "");
                    writable = true;
                    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
                    replaces = true;
                } catch (IOException e) {
                    // What was reached is told.
                } finally {
                    delete(from);
                    delete(to);
                }
            }
            return Optional.of(new FolderCheck(
                    writable,
                    replaces,
                    open,
                    permissions.isEmpty() ? "" : PosixFilePermissions.toString(permissions),
                    disk.getUsableSpace()));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Path existing(Path place) {
        Path folder = place;
        while (!Files.exists(folder) && folder.getParent() != null) {
            folder = folder.getParent();
        }
        return folder;
    }

    private static Set<PosixFilePermission> permissionsOf(Path folder) throws IOException {
        var view = Files.getFileAttributeView(folder, PosixFileAttributeView.class);
        return view == null ? Set.of() : view.readAttributes().permissions();
    }

    private static void delete(@org.jspecify.annotations.Nullable Path file) throws IOException {
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }
}
