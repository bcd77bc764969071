package org.sealedjoin.testing;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps files that others delete: looks at folders every few milliseconds and gives each new file a second name elsewhere on the same
 * file system. What is written to it later, and its renaming, change nothing: it stays the same file.
 */
public final class KeepFiles implements AutoCloseable {
    private static final int MILLISECONDS = 2;

    private final List<Path> folders;
    private final Path kept;
    private final Set<Object> known = new HashSet<>();
    private final Thread thread = new Thread(this::watch, "keep-files");
    private volatile boolean done;

    private KeepFiles(List<Path> folders, Path kept) {
        this.folders = folders;
        this.kept = kept;
    }

    /** Starts to keep the files of the folders, by their own names behind a number. */
    public static KeepFiles start(List<Path> folders, Path kept) throws IOException {
        Files.createDirectories(kept);
        var keeping = new KeepFiles(folders, kept);
        keeping.thread.setDaemon(true);
        keeping.thread.start();
        return keeping;
    }

    private void watch() {
        while (!done) {
            look();
            try {
                Thread.sleep(MILLISECONDS);
            } catch (InterruptedException e) {
                return;
            }
        }
        look();
    }

    private void look() {
        for (Path folder : folders) {
            try {
                Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        keep(file, attributes.fileKey());
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException fault) {
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path visited, IOException fault) {
                        return FileVisitResult.CONTINUE;
                    }
                });
            } catch (IOException e) {
                // The folder is not there yet, or no more.
            }
        }
    }

    private void keep(Path file, Object key) {
        if (known.add(key)) {
            try {
                Files.createLink(kept.resolve(known.size() + "-" + file.getFileName()), file);
            } catch (IOException e) {
                // Deleted between the look and the grip.
                known.remove(key);
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        done = true;
        thread.join();
    }
}
