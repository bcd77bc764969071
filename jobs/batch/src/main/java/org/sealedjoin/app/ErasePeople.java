package org.sealedjoin.app;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.base.InputFailure;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.release.KeptRun;
import org.sealedjoin.release.OutputFolder;
import org.sealedjoin.release.Receipt;
import org.sealedjoin.release.ReceiptKeyStore;
import org.sealedjoin.release.RunId;
import org.sealedjoin.release.StagedRun;
import org.sealedjoin.table.InputTables;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.ReadInput;
import org.sealedjoin.token.ReceiptKey;

/** Rewrites every kept run as if some people had said no to everything, puts all of them in place at once, and leaves one receipt. */
final class ErasePeople {
    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final SparkSession spark;
    private final Settings settings;
    private final Instant clock;
    private final Progress progress;
    private final SecureRandom random;

    ErasePeople(SparkSession spark, Settings settings, Instant clock, Progress progress, SecureRandom random) {
        this.spark = spark;
        this.settings = settings;
        this.clock = clock;
        this.progress = progress;
        this.random = random;
    }

    /** Somebody on one of the platforms. */
    record Person(Platform platform, long id) {}

    /** What was left. */
    record Erased(Receipt receipt, List<RewriteRun.Rewritten> runs) {}

    Erased of(Set<Person> people, String input, String output) {
        Configuration hadoop = spark.sessionState().newHadoopConf();
        try (OutputFolder folder = OutputFolder.open(output, hadoop)) {
            folder.forgetUnfinished();
            Instant now = folder.runs().executionNotBeforeLast(clock).truncatedTo(ChronoUnit.MICROS);
            byte[] bytes =
                    ReceiptKeyStore.open(settings.receiptKeyProvider(), hadoop).keyOrNew(ReceiptKey.BYTES, random);
            var key = new ReceiptKey(bytes, random);
            Receipt receipt = receipt(key, people, now);
            var all = new ArrayList<>(folder.receipts());
            all.add(receipt);
            try (var erased = HonorErasures.of(all, key)) {
                InputTables tables = erased.in(progress.stage("input", () -> read(input)));
                List<RewriteRun.Rewritten> rewritten = rewrite(folder, tables, erased.only(receipt), people, now);
                return new Erased(replace(folder, receipt, rewritten), rewritten);
            }
        } finally {
            FlowGuard.of(spark).forget(input);
            FlowGuard.of(spark).forget(output);
        }
    }

    private InputTables read(String input) {
        var reader = new ReadInput(spark, settings.input());
        FitSession.to(spark, settings.spark(), reader.bytes(input));
        return reader.read(input, Set.of());
    }

    private List<RewriteRun.Rewritten> rewrite(
            OutputFolder folder, InputTables tables, HonorErasures erased, Set<Person> people, Instant now) {
        // Only charges of people on the messenger stand in a ledger.
        long charged = people.stream()
                .filter(person -> person.platform() == Platform.MESSAGING)
                .count();
        var rewrite = new RewriteRun(spark, "erase", now, tables, progress, random);
        var rewritten = new ArrayList<RewriteRun.Rewritten>();
        for (KeptRun run : folder.runs().all()) {
            progress.say("rewriting " + run.id());
            StagedRun staged = folder.stage(RunId.of(run.asOf(), random));
            RewriteRun.Rewritten made = rewrite.erase(run, staged, erased, charged);
            requireSameSystem(run, made, people.size());
            rewritten.add(made);
        }
        return rewritten;
    }

    /** Tables that know hardly anybody are somebody else's, or were exported by half; the old runs would be gone. */
    private static void requireSameSystem(KeptRun was, RewriteRun.Rewritten made, long people) {
        String links = Outputs.ACCOUNT_LINKS.folder();
        long before = was.manifest().path("sinks").path(links).asLong();
        long lost = before - made.staged().rows().getOrDefault(links, 0L);
        if (lost > before / 2 + people * Purpose.values().length) {
            throw new InputFailure("Cannot erase: " + lost + " of " + before
                    + " links of a kept run would go, because these tables do not say yes for them (limit: half; are they the tables of"
                    + " these runs?)");
        }
    }

    private static Receipt replace(OutputFolder folder, Receipt receipt, List<RewriteRun.Rewritten> rewritten) {
        var manifests = new LinkedHashMap<RunId, Map<String, Object>>();
        var replaced = new ArrayList<Receipt.Replaced>();
        for (RewriteRun.Rewritten run : rewritten) {
            manifests.put(run.staged().id(), run.manifest());
            replaced.add(new Receipt.Replaced(run.was().id(), run.staged().id()));
        }
        Receipt whole = receipt.of(replaced);
        folder.replace(whole, manifests);
        return whole;
    }

    private Receipt receipt(ReceiptKey key, Set<Person> people, Instant now) {
        var distinct = new byte[4];
        random.nextBytes(distinct);
        String id = BASIC.format(now) + "-" + HexFormat.of().formatHex(distinct);
        return new Receipt(id, now, key.id(), digests(key, people), List.of());
    }

    /** How receipts name these people. */
    static List<Receipt.Person> digests(ReceiptKey key, Set<Person> people) {
        return people.stream()
                .map(person -> new Receipt.Person(
                        person.platform().word(), key.digest(person.platform().word(), person.id())))
                .toList();
    }
}
