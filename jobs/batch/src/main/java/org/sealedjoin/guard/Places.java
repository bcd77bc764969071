package org.sealedjoin.guard;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Where paths lead: one spelling for each place, by whatever name it is asked for. */
final class Places {
    private Places() {}

    /**
     * The place as the file system of the path sees it: mounts and links followed, a default host filled in, dots resolved, no trailing
     * slash.
     *
     * @param hadoop settings of who reads there; they may mount a folder under another name
     */
    static String of(Path path, Configuration hadoop) {
        Path whole = path;
        try {
            FileSystem files = path.getFileSystem(hadoop);
            whole = files.makeQualified(path);
            return spelled(files.resolvePath(whole).toUri());
        } catch (IOException | RuntimeException e) {
            // Nothing there yet, as a rule; or a store whose classes are not here, which nobody can read.
            return spelled(whole.toUri());
        }
    }

    static boolean isUnder(String place, String folder) {
        return place.equals(folder) || place.startsWith(folder.endsWith("/") ? folder : folder + "/");
    }

    private static String spelled(URI uri) {
        String scheme = uri.getScheme();
        return scheme == null || scheme.equals("file")
                ? local(uri.getPath())
                : scheme + "://" + host(uri) + uri.normalize().getPath();
    }

    /** HDFS may be named with its port or without. */
    private static String host(URI uri) {
        String host = uri.getAuthority() == null ? "" : uri.getAuthority().toLowerCase(Locale.ROOT);
        return "hdfs".equals(uri.getScheme()) && host.indexOf(':') < 0 ? host + ":8020" : host;
    }

    private static String local(String path) {
        java.nio.file.Path place = java.nio.file.Path.of(path).toAbsolutePath().normalize();
        for (java.nio.file.Path known = place; known != null; known = known.getParent()) {
            if (Files.exists(known)) {
                try {
                    return known.toRealPath().resolve(known.relativize(place)).toString();
                } catch (IOException e) {
                    return place.toString();
                }
            }
        }
        return place.toString();
    }
}
