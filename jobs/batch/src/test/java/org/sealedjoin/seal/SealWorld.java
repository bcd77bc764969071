package org.sealedjoin.seal;

import java.security.SecureRandom;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.phone.E164;
import org.sealedjoin.phone.HashForm;
import org.sealedjoin.phone.HashedNumber;
import org.sealedjoin.phone.Normalization;
import org.sealedjoin.phone.PhoneNormalizer;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.table.Table;
import org.sealedjoin.table.TablesInMemory;
import org.sealedjoin.testing.LocalSpark;
import org.sealedjoin.token.RunKey;

/**
 * People, numbers and books as a test wants them, and everything that the seal lets out of them. Many scenarios share one world, and so
 * one job, by disjoint ids and numbers.
 */
public final class SealWorld {
    public static final Instant AS_OF = day(200);
    public static final SealPolicy POLICY = new SealPolicy(30, 3, 3, 3_650, 1_000_000, 0.01, 1_000_000);

    private final Map<Table, List<Row>> rows = new HashMap<>();
    private final Map<List<Object>, Set<Purpose>> allowed = new LinkedHashMap<>();

    /** So many days after the start of 2026. */
    public static Instant day(long days) {
        return Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofDays(days));
    }

    /** One of ten thousand numbers. */
    public static String number(int which) {
        return "+1650253%04d".formatted(which);
    }

    /** A number as advertisers send it. */
    public static String hash(String number, HashForm form) {
        Normalization read = new PhoneNormalizer().normalize(number, "US");
        E164 e164 = ((Normalization.Accepted) read).number();
        return HexFormat.of().formatHex(HashedNumber.of(e164, form).bytes());
    }

    public SealWorld user(long id, String phone, String region, Instant verified) {
        return add(Inputs.MESSAGING_USERS, id, phone, region, day(0), verified, "active");
    }

    public SealWorld accountPhone(long id, String phone, String region, String use, Instant verified) {
        return add(Inputs.ACCOUNT_PHONES, id, phone, region, use, verified);
    }

    public SealWorld released(String phone, Instant at) {
        return add(Inputs.NUMBER_RELEASES, phone, at);
    }

    public SealWorld book(long owner, String phone, Instant added) {
        return add(Inputs.MESSAGING_CONTACTS, owner, phone, added);
    }

    public SealWorld upload(
            long audience, String session, int batch, boolean last, String op, String hash, Instant at) {
        return upload(audience, session, batch, last, op, hash, HashForm.E164, at);
    }

    public SealWorld upload(
            long audience, String session, int batch, boolean last, String op, String hash, HashForm form, Instant at) {
        return add(Inputs.AUDIENCE_UPLOADS, audience, session, batch, last, op, hash, form.word(), at);
    }

    /** A yes to every purpose. */
    public SealWorld agrees(Platform platform, long id) {
        return agrees(platform, id, Purpose.values());
    }

    public SealWorld agrees(Platform platform, long id, Purpose... purposes) {
        allowedOf(platform, id).addAll(List.of(purposes));
        return this;
    }

    public SealWorld refuses(Platform platform, long id, Purpose purpose) {
        allowedOf(platform, id).remove(purpose);
        return this;
    }

    private Set<Purpose> allowedOf(Platform platform, long id) {
        return allowed.computeIfAbsent(List.of(platform.word(), id), ignored -> EnumSet.noneOf(Purpose.class));
    }

    /** As {@link org.sealedjoin.consent.GatherAllowed} gathers it. */
    private Dataset<Row> gathered(SparkSession spark) {
        var schema = new StructType().add("platform", "string").add("subject_id", "long");
        for (String purpose : Purpose.words()) {
            schema = schema.add(purpose, "boolean");
        }
        var people = new ArrayList<Row>();
        allowed.forEach((person, purposes) -> {
            var cells = new ArrayList<>(person);
            for (Purpose purpose : Purpose.values()) {
                cells.add(purposes.contains(purpose));
            }
            people.add(RowFactory.create(cells.toArray()));
        });
        return spark.createDataFrame(people, schema);
    }

    private SealWorld add(Table table, Object... cells) {
        rows.computeIfAbsent(table, ignored -> new ArrayList<>()).add(RowFactory.create(cells));
        return this;
    }

    /** All that came out, each row as its cells joined by spaces, sorted. */
    public record Out(
            List<String> links,
            List<String> entries,
            List<String> identities,
            List<String> sameNumber,
            List<String> matches,
            List<String> received,
            List<String> refusals,
            boolean prefiltered) {}

    public Out out() {
        return out(POLICY);
    }

    public Out out(SealPolicy policy) {
        var spark = LocalSpark.session();
        try (RunKey key = RunKey.draw(new SecureRandom());
                Seal seal = new Seal(key, policy, AS_OF, TablesInMemory.of(spark, rows), gathered(spark))) {
            return new Out(
                    cells(seal.accountLinks()),
                    cells(seal.bookEntries()),
                    cells(seal.identities()),
                    cells(seal.sameNumber()),
                    cells(seal.uploadMatches()),
                    cells(seal.uploadsReceived()),
                    cells(seal.refusals()),
                    seal.prefiltered());
        }
    }

    private static List<String> cells(Dataset<Row> rows) {
        List<String> texts = new ArrayList<>();
        for (Row row : rows.collectAsList()) {
            var text = new ArrayList<String>();
            for (int i = 0; i < row.size(); i++) {
                Object cell = row.get(i);
                text.add(cell instanceof Timestamp stamp ? stamp.toInstant().toString() : String.valueOf(cell));
            }
            texts.add(String.join(" ", text));
        }
        texts.sort(null);
        if (new TreeSet<>(texts).size() != texts.size()
                && !List.of("audience_id", "input_table").contains(rows.columns()[0])) {
            throw new AssertionError("a row came twice: " + texts);
        }
        return texts;
    }
}
