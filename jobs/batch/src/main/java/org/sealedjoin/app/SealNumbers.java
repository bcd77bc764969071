package org.sealedjoin.app;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.graph.BuildContactEdges;
import org.sealedjoin.privacy.NoiseKey;
import org.sealedjoin.release.StagedRun;
import org.sealedjoin.seal.Seal;
import org.sealedjoin.table.InputTables;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.token.RunKey;

/** The only part of a run that knows numbers: from tables with numbers to ids without any. The key is gone when {@link #apply} returns. */
final class SealNumbers {
    private final SparkSession spark;
    private final Settings settings;
    private final Instant asOf;
    private final Set<Product> products;
    private final Progress progress;
    private final SecureRandom random;

    SealNumbers(
            SparkSession spark,
            Settings settings,
            Instant asOf,
            Set<Product> products,
            Progress progress,
            SecureRandom random) {
        this.spark = spark;
        this.settings = settings;
        this.asOf = asOf;
        this.products = products;
        this.progress = progress;
        this.random = random;
    }

    /** Ids that came out of the seal. */
    record Ids(
            Dataset<Row> links,
            Dataset<Row> edges,
            Dataset<Row> blocks,
            Optional<MakeAudiences.FromSeal> audiences,
            Optional<MakeSignals.FromSeal> safety) {}

    /** What the run's products need; empty where none needs it. */
    Ids apply(
            InputTables tables, Dataset<Row> allowed, StagedRun staged, RunRecord run, Optional<FigureLedger> ledger) {
        try (RunKey key = RunKey.draw(random);
                Seal seal = progress.stage("links", () -> new Seal(key, settings.seal(), asOf, tables, allowed))) {
            Dataset<Row> links =
                    progress.stage("links", () -> staged.write(Outputs.ACCOUNT_LINKS, seal.accountLinks()));
            new CountPeople(run).linked(links);
            Dataset<Row> none = spark.emptyDataFrame();
            Dataset<Row> edges = none;
            Dataset<Row> blocks = none;
            if (products.contains(Product.FRIENDS) || products.contains(Product.SAFETY)) {
                edges = progress.stage("contact edges", () -> {
                    Dataset<Row> entries = seal.bookEntries();
                    return staged.write(
                            Outputs.CONTACT_EDGES, new BuildContactEdges(seal.fewLinked()).apply(entries, links));
                });
            }
            if (products.contains(Product.FRIENDS)) {
                blocks = progress.stage(
                        "blocks",
                        () -> new MakeSuggestions(settings.friends(), asOf, tables, staged, progress).blocks(seal));
            }
            Optional<MakeAudiences.FromSeal> audiences = ledger.filter(paid -> products.contains(Product.AUDIENCES))
                    .map(paid -> progress.stage("upload matches", () -> ask(tables, seal, staged, paid)));
            Optional<MakeSignals.FromSeal> safety = products.contains(Product.SAFETY)
                    ? Optional.of(progress.stage(
                            "numbers", () -> new MakeSignals(settings.safety(), asOf, tables, staged).fromSeal(seal)))
                    : Optional.empty();
            run.countGroups("numbers refused", seal.refusals(), Seal.refusalWords());
            if (!seal.prefiltered()) {
                run.note(
                        "address books were joined without the prefilter: it would be larger than seal.bloom.max-bytes");
            }
            return new Ids(links, edges, blocks, audiences, safety);
        }
    }

    private MakeAudiences.FromSeal ask(InputTables tables, Seal seal, StagedRun staged, FigureLedger ledger) {
        try (NoiseKey key = ledger.store().key(random)) {
            return new MakeAudiences(spark, settings, asOf, tables, staged).fromSeal(seal, key, random);
        }
    }
}
