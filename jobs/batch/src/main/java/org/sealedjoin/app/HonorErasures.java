package org.sealedjoin.app;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.timestamp_micros;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.base.EnvironmentFailure;
import org.sealedjoin.base.GuaranteeFailure;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.consent.ConsentPolicy;
import org.sealedjoin.release.Receipt;
import org.sealedjoin.release.ReceiptKeyStore;
import org.sealedjoin.table.InputTables;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.table.Table;
import org.sealedjoin.token.ErasedAt;
import org.sealedjoin.token.ReceiptKey;

/**
 * Reads receipts of erasures as what they are: a no to everything, said when the person was erased. So an export that still has the person does
 * not bring the person back, and a yes that the person gives later counts.
 */
final class HonorErasures implements AutoCloseable {
    private final @Nullable ReceiptKey key;
    private final Map<String, Long> microsByDigest;

    private HonorErasures(@Nullable ReceiptKey key, Map<String, Long> microsByDigest) {
        this.key = key;
        this.microsByDigest = microsByDigest;
    }

    /**
     * Opens the key of the receipts; without receipts none is needed and nothing is changed.
     *
     * @param provider {@code release.receipt-key-provider}
     * @throws EnvironmentFailure if the key is not the one that the receipts were written under
     */
    static HonorErasures of(List<Receipt> receipts, String provider, Configuration hadoop, SecureRandom random) {
        if (receipts.isEmpty()) {
            return new HonorErasures(null, Map.of());
        }
        byte[] bytes = ReceiptKeyStore.open(provider, hadoop).key().orElseThrow(HonorErasures::wrongKey);
        return of(receipts, new ReceiptKey(bytes, random));
    }

    /** @param key taken over: closed with what is made */
    static HonorErasures of(List<Receipt> receipts, ReceiptKey key) {
        if (!receipts.stream().allMatch(receipt -> receipt.keyId().equals(key.id()))) {
            key.close();
            throw wrongKey();
        }
        var micros = new HashMap<String, Long>();
        for (Receipt receipt : receipts) {
            long at = ChronoUnit.MICROS.between(Instant.EPOCH, receipt.erasedAt());
            receipt.people().forEach(person -> micros.merge(person.digest(), at, Math::max));
        }
        return new HonorErasures(key, micros);
    }

    private static EnvironmentFailure wrongKey() {
        return new EnvironmentFailure(
                "Cannot tell who was erased: the store of release.receipt-key-provider lacks the key of the receipts in the output folder"
                        + " (need it from its backup: without it they would come back)");
    }

    /**
     * Refuses a rule under which the denials that receipts stand for count for nothing.
     *
     * @throws GuaranteeFailure if somebody was erased and late denials are to be ignored
     */
    HonorErasures heardUnder(ConsentPolicy policy) {
        if (key != null && policy.lateObjection() == ConsentPolicy.LateObjection.IGNORE) {
            throw new GuaranteeFailure(
                    "Cannot run with consent.late-objection = ignore: people were erased from this output folder, and would come back"
                            + " (need honor, or an output folder of its own)");
        }
        return this;
    }

    /** The tables with a denial of everything by each person who was erased. */
    InputTables in(InputTables tables) {
        ReceiptKey open = key;
        return open == null ? tables : in(tables, open);
    }

    private InputTables in(InputTables tables, ReceiptKey open) {
        Dataset<Row> erased = erased(open, tables, Platform.MESSAGING, "user_id", Inputs.MESSAGING_USERS)
                .unionByName(erased(open, tables, Platform.SOCIAL, "account_id", Inputs.SOCIAL_ACCOUNTS));
        Column[] purposes = Purpose.words().stream().map(word -> lit(word)).toArray(Column[]::new);
        Column at = timestamp_micros(col("micros"));
        Dataset<Row> denials = erased.withColumn("purpose", explode(array(purposes)))
                .select(
                        concat_ws("-", lit("erased"), col("platform"), col("subject_id"), col("purpose"))
                                .as("event_id"),
                        col("platform"),
                        col("subject_id"),
                        col("purpose"),
                        lit("deny").as("decision"),
                        lit(null).cast("string").as("terms_version"),
                        at.as("occurred_at"),
                        at.as("recorded_at"));
        return tables.with(Inputs.CONSENT_EVENTS, events -> events.unionByName(denials));
    }

    private Dataset<Row> erased(ReceiptKey open, InputTables tables, Platform platform, String id, Table people) {
        return tables.rowsWithoutNumbers(people)
                .select(lit(platform.word()).as("platform"), col(id).as("subject_id"))
                .withColumn("micros", ErasedAt.of(open, microsByDigest, col("platform"), col("subject_id")))
                .filter(col("micros").isNotNull());
    }

    /** The same for the people of one receipt; the key is this one's to close. */
    HonorErasures only(Receipt receipt) {
        var digests = new HashMap<>(microsByDigest);
        digests.keySet()
                .retainAll(receipt.people().stream().map(Receipt.Person::digest).toList());
        return new HonorErasures(key, digests);
    }

    /** Rows of {@code budget_ledger} without those that name a person who was erased; what anybody else spent stays. */
    Dataset<Row> inLedger(Dataset<Row> ledger) {
        ReceiptKey open = key;
        if (open == null) {
            return ledger;
        }
        Column erased = ErasedAt.of(open, microsByDigest, lit(Platform.MESSAGING.word()), col("id"));
        return ledger.filter(col("who").notEqual("person").or(erased.isNull()));
    }

    @Override
    public void close() {
        if (key != null) {
            key.close();
        }
    }
}
