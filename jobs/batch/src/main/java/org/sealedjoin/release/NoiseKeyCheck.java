package org.sealedjoin.release;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.ProviderUtils;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.base.EnvironmentFailure;

/** Whether the store of the noise key is fit for a run, and what to do if not. Makes and changes nothing, and shows no key. */
public final class NoiseKeyCheck {
    private static final String OK = "ok";
    private static final String WARN = "warn";
    private static final String FAIL = "FAIL";
    private static final Set<PosixFilePermission> OWNER =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final String setting;
    private final Configuration hadoop;
    private final List<Finding> findings = new ArrayList<>();

    /** @param setting of {@code privacy.noise-key-provider}, not {@code rehearsal} */
    public NoiseKeyCheck(String setting, Configuration hadoop) {
        this.setting = setting;
        this.hadoop = hadoop;
    }

    /**
     * A line for the operator.
     *
     * @param verdict {@code ok}, {@code warn} or {@code FAIL}
     */
    public record Finding(String verdict, String text) {}

    /**
     * What was found.
     *
     * @param output the folder in which the ledger of the key's figures should be; null if it is not to be looked at
     * @throws EnvironmentFailure if the store cannot be opened or read
     */
    public List<Finding> findings(@Nullable String output) {
        Path store;
        boolean there;
        try {
            store = plain(ProviderUtils.unnestUri(URI.create(NoiseKeyStore.uriOf(setting))));
            there = files(store).util().exists(store);
        } catch (IOException | IllegalArgumentException e) {
            throw NoiseKeyStore.unusable(e);
        }
        if (!there) {
            absent(store);
            return findings;
        }
        NoiseKeyStore keys = NoiseKeyStore.open(NoiseKeyStore.uriOf(setting), hadoop);
        boolean hasKey = keys.hasKey();
        say(
                hasKey ? OK : FAIL,
                store
                        + (hasKey
                                ? " holds the key"
                                : " holds no whole key (need the store of the last run, from its backup)"));
        permissions(store);
        password(keys);
        mark(keys, output);
        return findings;
    }

    /** A local path without its scheme, as people write it. */
    private static Path plain(Path store) {
        return "file".equals(schemeOf(store)) ? new Path(store.toUri().getPath()) : store;
    }

    private void absent(Path store) {
        Path mark = store.suffix(NoiseKeyStore.BESIDE);
        boolean marked;
        try {
            marked = files(mark).util().exists(mark);
        } catch (IOException e) {
            throw NoiseKeyStore.unusable(e);
        }
        if (marked) {
            say(
                    FAIL,
                    store
                            + " is gone, though a run has released figures under it (need it from its backup: another key tells"
                            + " old questions a second answer)");
            return;
        }
        boolean can = !"file".equals(schemeOf(store))
                || FolderCheck.of(String.valueOf(new File(store.toUri().getPath()).getParent()))
                        .map(FolderCheck::writable)
                        .orElse(false);
        say(
                can ? OK : FAIL,
                store
                        + (can
                                ? " does not exist: the first run makes it"
                                : " does not exist and cannot be made (need a folder to write to)"));
    }

    private void permissions(Path store) {
        if (!"file".equals(schemeOf(store))) {
            return;
        }
        try {
            Set<PosixFilePermission> found = Files.getPosixFilePermissions(
                    java.nio.file.Path.of(store.toUri().getPath()));
            boolean closed = OWNER.containsAll(found);
            say(
                    closed ? OK : FAIL,
                    store + " has permissions " + PosixFilePermissions.toString(found)
                            + " (need rw-------): whoever reads the key takes the noise off");
        } catch (IOException | UnsupportedOperationException e) {
            say(WARN, store + " has permissions unknown (need rw-------): whoever reads the key takes the noise off");
        }
    }

    private void password(NoiseKeyStore keys) {
        try {
            if (keys.lacksPassword()) {
                say(
                        WARN,
                        "has Hadoop's default password (need HADOOP_CREDSTORE_PASSWORD): only its permissions protect it");
            }
        } catch (IOException e) {
            throw NoiseKeyStore.unusable(e);
        }
    }

    private void mark(NoiseKeyStore keys, @Nullable String output) {
        Optional<LedgerMark> known = keys.known();
        say(
                OK,
                known.map(mark -> "the newest ledger is state " + mark.sequence())
                        .orElse("no run has released figures under it yet"));
        if (output == null || !FolderCheck.isSure(output, hadoop)) {
            return;
        }
        Optional<LedgerMark> found = ledgerIn(new Path(output));
        boolean goesOn = known.isEmpty()
                || found.filter(mark -> mark.id().equals(known.get().id()))
                        .filter(mark -> mark.sequence() >= known.get().sequence())
                        .isPresent();
        say(
                goesOn ? OK : FAIL,
                goesOn
                        ? "the ledger of the output folder goes on from there"
                        : "the output folder holds another ledger or an older one (need the --output of the last run, with the run"
                                + " whose manifest has that state)");
    }

    private Optional<LedgerMark> ledgerIn(Path output) {
        try {
            OutputFiles files = OutputFiles.of(output, hadoop);
            return new FinishedRuns(files, files.makeQualified(output)).ledger().map(FinishedRuns.KeptLedger::mark);
        } catch (IOException e) {
            throw NoiseKeyStore.unusable(e);
        }
    }

    private FileContext files(Path path) throws IOException {
        return "file".equals(schemeOf(path))
                ? FileContext.getLocalFSFileContext(hadoop)
                : FileContext.getFileContext(path.toUri(), hadoop);
    }

    private static String schemeOf(Path path) {
        String scheme = path.toUri().getScheme();
        return scheme == null ? "file" : scheme;
    }

    private void say(String verdict, String text) {
        findings.add(new Finding(verdict, text));
    }
}
