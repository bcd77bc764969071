package org.sealedjoin.release;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.base.EnvironmentFailure;
import org.sealedjoin.base.GuaranteeFailure;
import org.sealedjoin.privacy.NoiseKey;

/**
 * Where the noise key is kept, and beside it the newest state of the one ledger that its figures are in: a ledger that was rolled back, or
 * another output folder, would release a second figure for a question whose noise stays the same. See docs/decisions/0011.
 */
public final class NoiseKeyStore {
    /** A key for one run, kept nowhere: its figures are for looking at, not for handing out. */
    public static final String REHEARSAL = "rehearsal";

    private static final String HOME = "home";
    private static final String FILE = "noise.jceks";
    private static final String ALIAS = "sealedjoin.noise-key";
    static final String BESIDE = ".ledger";
    private static final String NEXT = ".new";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final @Nullable KeptSecret secret;
    private final @Nullable Path beside;
    private final Configuration hadoop;

    private NoiseKeyStore(@Nullable KeptSecret secret, @Nullable Path beside, Configuration hadoop) {
        this.secret = secret;
        this.beside = beside;
        this.hadoop = hadoop;
    }

    /**
     * Opens the store.
     *
     * @param setting {@code home}, {@code rehearsal}, or the URI of one of Hadoop's credential providers that keeps its secrets in a file
     * @throws EnvironmentFailure if there is no such store
     */
    public static NoiseKeyStore open(String setting, Configuration hadoop) {
        if (setting.equals(REHEARSAL)) {
            return new NoiseKeyStore(null, null, hadoop);
        }
        try {
            String uri = setting.equals(HOME) ? KeptSecret.inHome(FILE) : setting;
            KeptSecret secret = KeptSecret.in(uri, ALIAS, hadoop);
            return new NoiseKeyStore(secret, secret.file().suffix(BESIDE), hadoop);
        } catch (IOException | IllegalArgumentException e) {
            throw unusable(e);
        }
    }

    /** The key store's URI that a setting means, without making anything. Not for {@link #REHEARSAL}. */
    static String uriOf(String setting) {
        return setting.equals(HOME) ? KeptSecret.uriOf(KeptSecret.fileInHome(FILE)) : setting;
    }

    /** True if the key is there. Makes none. */
    public boolean hasKey() {
        try {
            KeptSecret store = secret;
            byte[] bytes = store == null ? null : store.stored();
            if (bytes == null) {
                return false;
            }
            boolean whole = bytes.length == NoiseKey.BYTES;
            Arrays.fill(bytes, (byte) 0);
            return whole;
        } catch (IOException | IllegalArgumentException e) {
            throw unusable(e);
        }
    }

    /** True if only permissions protect the store: it has Hadoop's well-known password. */
    boolean lacksPassword() throws IOException {
        KeptSecret store = secret;
        return store != null && store.lacksPassword();
    }

    /** True if nothing of this run is remembered. */
    public boolean isRehearsal() {
        return secret == null;
    }

    /**
     * The noise key, made on first use.
     *
     * @throws EnvironmentFailure if the store cannot be read or written
     */
    public NoiseKey key(SecureRandom random) {
        byte[] bytes = null;
        try {
            KeptSecret store = secret;
            if (store == null) {
                bytes = new byte[NoiseKey.BYTES];
                random.nextBytes(bytes);
            } else {
                bytes = store.storedOrDrawn(NoiseKey.BYTES, random);
            }
            return new NoiseKey(bytes);
        } catch (IOException | IllegalArgumentException e) {
            throw unusable(e);
        } finally {
            if (bytes != null) {
                Arrays.fill(bytes, (byte) 0);
            }
        }
    }

    /**
     * The state of the ledger that a run goes on from: the newest of the output folder, if it is the newest there ever was. A new ledger
     * begins if neither the folder nor the store knows one.
     *
     * @param found the newest state that the output folder holds
     * @throws GuaranteeFailure if the store knows of a later state, or of another ledger
     */
    public LedgerMark goOnFrom(Optional<LedgerMark> found, SecureRandom random) {
        Optional<LedgerMark> known = known();
        if (isRehearsal() && found.isPresent()) {
            throw new GuaranteeFailure(
                    "Cannot rehearse in this output folder: it holds a budget ledger, which a rehearsal does not"
                            + " carry on (need an output folder of its own)");
        }
        if (known.isEmpty()) {
            return found.orElseGet(() -> begin(random));
        }
        LedgerMark newest = known.get();
        if (found.isEmpty() || !found.get().id().equals(newest.id())) {
            throw new GuaranteeFailure(
                    "Cannot release figures into this output folder: the budget ledger of its noise key is in another"
                            + " one, or was removed (need the --output of that ledger; to try things out, privacy.noise-key-provider = rehearsal)");
        }
        if (found.get().sequence() < newest.sequence()) {
            throw new GuaranteeFailure(
                    "Cannot release figures: the budget ledger is older than that of the last run (state "
                            + found.get().sequence() + ", need " + newest.sequence() + ")");
        }
        return found.get();
    }

    private static LedgerMark begin(SecureRandom random) {
        var id = new byte[8];
        random.nextBytes(id);
        return new LedgerMark(HexFormat.of().formatHex(id), 0, Instant.EPOCH);
    }

    /** The newest state that was published under the key. */
    Optional<LedgerMark> known() {
        if (beside == null) {
            return Optional.empty();
        }
        try {
            FileContext files = files(beside);
            if (!files.util().exists(beside)) {
                return Optional.empty();
            }
            try (var stream = files.open(beside)) {
                Optional<LedgerMark> mark = LedgerMark.parse(JSON.readTree(stream.readAllBytes()));
                if (mark.isEmpty()) {
                    throw new IOException("damaged");
                }
                return mark;
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /**
     * Writes down the state of a run that is about to be published, beside the one in force: a store that cannot be written is found out while
     * nothing is published.
     */
    public void prepare(LedgerMark mark) {
        prepare(mark, new PlainFiles());
    }

    /** Puts in force what was prepared, once the run is published. A crash before this leaves an older state known, which asks less of the next run. */
    public void remember() {
        remember(new PlainFiles());
    }

    /** The same with files of the caller's, for a store on this machine. */
    void prepare(LedgerMark mark, OutputFiles local) {
        Path place = beside;
        if (place == null) {
            return;
        }
        try {
            String text = JSON.writeValueAsString(mark.fields()) + "\n";
            if (isLocal(place)) {
                local.initialize(URI.create("file:///"), hadoop);
                local.write(place.suffix(NEXT), text);
                return;
            }
            try (var stream =
                    files(place).create(place.suffix(NEXT), EnumSet.of(CreateFlag.CREATE, CreateFlag.OVERWRITE))) {
                stream.write(text.getBytes(StandardCharsets.UTF_8));
                stream.hsync();
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    void remember(OutputFiles local) {
        Path place = beside;
        if (place == null) {
            return;
        }
        try {
            if (isLocal(place)) {
                local.initialize(URI.create("file:///"), hadoop);
                local.replace(place.suffix(NEXT), place);
            } else {
                files(place).rename(place.suffix(NEXT), place, Options.Rename.OVERWRITE);
            }
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private FileContext files(Path place) throws IOException {
        return FileContext.getFileContext(place.toUri(), hadoop);
    }

    private boolean isLocal(Path place) throws IOException {
        return "file".equals(files(place).makeQualified(place).toUri().getScheme());
    }

    static EnvironmentFailure unusable(Exception e) {
        return new EnvironmentFailure(
                "Cannot use the store of privacy.noise-key-provider: it cannot be opened, read or written ("
                        + e.getClass().getSimpleName()
                        + "; need a local or cluster key store, such as localjceks://file/path/noise.jceks)");
    }
}
