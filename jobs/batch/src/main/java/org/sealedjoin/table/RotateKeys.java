package org.sealedjoin.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.crypto.ParquetCryptoRuntimeException;
import org.apache.parquet.crypto.keytools.HadoopFSKeyMaterialStore;
import org.apache.parquet.crypto.keytools.KeyToolkit;
import org.sealedjoin.base.EnvironmentFailure;
import org.sealedjoin.base.InputFailure;

/**
 * Wraps the keys of encrypted tables anew, under the newest version of the master keys. Only the small files of wrapped keys beside the
 * data are replaced; no data file is opened for writing.
 *
 * <p>Not for use while a run reads the tables: for a moment a file's wrapped keys are not there.
 */
public final class RotateKeys {
    private static final String MATERIAL = HadoopFSKeyMaterialStore.KEY_MATERIAL_FILE_PREFIX;
    private static final String UNDER_WAY = HadoopFSKeyMaterialStore.TEMP_FILE_PREFIX + MATERIAL;

    private final EncryptionPolicy policy;
    private final Configuration hadoop;

    public RotateKeys(EncryptionPolicy policy, Configuration hadoop) {
        this.policy = policy;
        this.hadoop = new Configuration(hadoop);
        policy.readSettings().forEach(this.hadoop::set);
    }

    /**
     * Rolls new versions and wraps anew what lies below {@code input}.
     *
     * @return data files by table, of the tables that are encrypted
     * @throws InputFailure if no table is encrypted, or one only in part
     * @throws EnvironmentFailure if the keys are not there or cannot be rolled
     */
    public Map<String, Long> rotate(String input) {
        var encrypted = new LinkedHashMap<Table, Long>();
        for (Table table : Inputs.all()) {
            long files = EncryptionPolicy.numberColumns(table).isEmpty() ? 0 : encryptedFiles(new Path(input), table);
            if (files > 0) {
                encrypted.put(table, files);
            }
        }
        if (encrypted.isEmpty()) {
            throw new InputFailure("Cannot rotate keys: no table below the input folder is encrypted");
        }
        try (EncryptionKeys keys = EncryptionKeys.open(policy, hadoop).requireAll()) {
            keys.roll();
        }
        // What this process has cached was wrapped under the version before.
        KeyToolkit.removeCacheEntriesForAllTokens();
        var rotated = new LinkedHashMap<String, Long>();
        encrypted.forEach((table, files) -> {
            wrapAnew(new Path(input, table.name()), table);
            rotated.put(table.name(), files);
        });
        KeyToolkit.removeCacheEntriesForAllTokens();
        return rotated;
    }

    private void wrapAnew(Path folder, Table table) {
        try {
            KeyToolkit.rotateMasterKeys(folder.toString(), hadoop);
        } catch (IOException | ParquetCryptoRuntimeException e) {
            throw new EnvironmentFailure("Cannot rotate the keys of " + table.name() + ": "
                    + e.getClass().getSimpleName() + " (check the key provider and the folder; then rotate again)");
        }
    }

    /** Number of encrypted files of a table; also puts right what a rotation that died left behind. */
    private long encryptedFiles(Path input, Table table) {
        List<TableFiles.InputFile> data = TableFiles.list(input, table, hadoop);
        if (data.isEmpty()) {
            return 0;
        }
        var folder = new Path(input, table.name());
        long withKeys = 0;
        try {
            FileSystem files = folder.getFileSystem(hadoop);
            finish(files, folder);
            for (TableFiles.InputFile file : data) {
                String name = new Path(file.path()).getName();
                if (files.exists(
                        new Path(folder, MATERIAL + name + HadoopFSKeyMaterialStore.KEY_MATERIAL_FILE_SUFFFIX))) {
                    withKeys++;
                }
            }
        } catch (IOException e) {
            throw new EnvironmentFailure("Cannot rotate the keys of " + table.name() + ": "
                    + e.getClass().getSimpleName());
        }
        if (withKeys != 0 && withKeys != data.size()) {
            throw new InputFailure("Cannot rotate the keys of " + table.name() + ": " + withKeys + " of " + data.size()
                    + " files have wrapped keys beside them (need all or none)");
        }
        return withKeys;
    }

    /** Wrapped keys are written beside the old, then the old are removed: what stands alone is complete. */
    private static void finish(FileSystem files, Path folder) throws IOException {
        var begun = new ArrayList<Path>();
        for (FileStatus status : files.listStatus(folder)) {
            if (status.getPath().getName().startsWith(UNDER_WAY)) {
                begun.add(status.getPath());
            }
        }
        for (Path path : begun) {
            var place = new Path(folder, path.getName().substring(HadoopFSKeyMaterialStore.TEMP_FILE_PREFIX.length()));
            boolean done = files.exists(place) ? files.delete(path, false) : files.rename(path, place);
            if (!done) {
                throw new IOException("A file of wrapped keys cannot be moved");
            }
        }
    }
}
