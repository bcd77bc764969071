package org.sealedjoin.app;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.UsageFailure;
import org.sealedjoin.release.Receipt;
import org.sealedjoin.release.ReceiptKeyStore;
import org.sealedjoin.release.Receipts;
import org.sealedjoin.token.ReceiptKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Removes people from every kept run, and leaves a receipt that names nobody; or looks whether there is one. */
@Command(
        name = "erase",
        description = "Removes people from every kept run, with a receipt.",
        mixinStandardHelpOptions = true)
final class EraseCommand implements Callable<Integer> {
    @Option(
            names = "--input",
            paramLabel = "DIR",
            description = "The tables that the runs were made from, or newer ones.")
    @Nullable
    String input;

    @Mixin
    OutputOption output = new OutputOption();

    @Option(names = "--platform", required = true, paramLabel = "P", description = "messaging or social.")
    String platform = "";

    @Option(
            names = "--subject",
            required = true,
            paramLabel = "ID",
            description = "User or account; may stand several times, which takes no longer.")
    List<Long> subjects = List.of();

    @Option(
            names = "--check",
            description = "Changes nothing: tells whether there is a receipt for each of these people.")
    boolean check;

    @Mixin
    SettingsOptions options = new SettingsOptions();

    private final Context context;

    EraseCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Set<ErasePeople.Person> people = people();
        String tables = input;
        if (!check && tables == null) {
            throw new UsageFailure("Cannot erase: --input is missing (need the folder of the tables, or --check)");
        }
        Settings settings = options.settings();
        if (check || tables == null) {
            look(people, settings, new Configuration());
            return 0;
        }
        var progress = new Progress(context.err(), context.clock());
        SparkSession spark = progress.stage("spark", () -> OpenSession.open("erase", settings));
        print(
                people.size(),
                new ErasePeople(spark, settings, context.clock().instant(), progress, context.random())
                        .of(people, tables, output.folder));
        return 0;
    }

    private Set<ErasePeople.Person> people() {
        Platform of = Arrays.stream(Platform.values())
                .filter(each -> each.word().equals(platform))
                .findFirst()
                .orElseThrow(() -> new UsageFailure("Cannot use --platform: it is no platform (need "
                        + String.join(" or ", Platform.words()) + ")"));
        return subjects.stream()
                .map(id -> new ErasePeople.Person(of, id))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void look(Set<ErasePeople.Person> people, Settings settings, Configuration hadoop) {
        List<Receipt> receipts = Receipts.in(output.folder, hadoop);
        byte[] bytes = ReceiptKeyStore.open(settings.receiptKeyProvider(), hadoop)
                .key()
                .orElseThrow(
                        () -> new UsageFailure(
                                "Cannot check: there is no key of receipts (need release.receipt-key-provider of the erasure)"));
        try (var key = new ReceiptKey(bytes, context.random())) {
            int without = 0;
            for (Receipt.Person person : ErasePeople.digests(key, people)) {
                List<Receipt> found = receipts.stream()
                        .filter(receipt -> receipt.people().contains(person))
                        .toList();
                found.forEach(receipt -> context.out()
                        .println("Erased at " + receipt.erasedAt() + " from "
                                + receipt.runs().size() + " runs: receipt " + receipt.id()));
                without += found.isEmpty() ? 1 : 0;
            }
            if (without > 0) {
                throw new UsageFailure("Cannot find a receipt for " + without + " of " + people.size() + " people");
            }
        }
    }

    private void print(int people, ErasePeople.Erased erased) {
        var out = context.out();
        out.println("Erased " + people + (people == 1 ? " person" : " people") + " from "
                + erased.runs().size() + " runs: receipt " + erased.receipt().id());
        for (RewriteRun.Rewritten run : erased.runs()) {
            out.println("  " + run.was().id() + " is now " + run.staged().id()
                    + (run.exact() ? "" : " (its input has changed: suggestions and signals only lost rows)"));
        }
        out.println(
                "  note: figures that were told stay told; input tables, backups and readers' copies are yours to clear");
    }
}
