package org.sealedjoin.products.audience.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.canary.NumberDictionary;
import org.sealedjoin.products.audience.attack.AudienceWorld.Kind;
import org.sealedjoin.products.audience.attack.AudienceWorld.Victims;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.testing.LocalSpark;

/**
 * Whole nights over one upload while the database varies: opted out, unknown, recycled, no member, number for sign-in only (Venkatadri et al., PETS
 * 2019), in address books only, minor, withdrawn between batches or after the as-of. Noise is switched off by its width, which is the worst case:
 * what an advertiser sees must be the same bytes all the same. Then a dictionary of all numbers is held against everything released.
 */
class WhoIsNobodyAttackTest {
    private static final Map<Victims, Path> RUNS = new EnumMap<>(Victims.class);
    private static final Map<Victims, Path> INPUTS = new EnumMap<>(Victims.class);

    @TempDir
    static Path folder;

    @BeforeAll
    static void night() throws IOException {
        for (Victims victims : Victims.values()) {
            Path in = folder.resolve("in-" + victims);
            Path out = folder.resolve("out-" + victims);
            AudienceWorld.write(in, victims);
            Path run = AudienceWorld.night(in, out);
            INPUTS.put(victims, in);
            RUNS.put(victims, run);
        }
    }

    /** All that an advertiser can fetch: names without their random part, lengths, content. */
    private static List<String> visible(Victims victims) throws IOException {
        var seen = new ArrayList<String>();
        try (var files = Files.walk(RUNS.get(victims).resolve(Outputs.AUDIENCE_REPORTS.folder()))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                seen.add(file.getFileName().toString().replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "*"));
                seen.add(java.util.HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return seen;
    }

    private static Map<Long, String> statuses(Victims victims) {
        var statuses = new TreeMap<Long, String>();
        rows(victims).collectAsList().forEach(row -> statuses.put(row.getAs("audience_id"), row.getAs("status")));
        return statuses;
    }

    private static Dataset<Row> rows(Victims victims) {
        return LocalSpark.session()
                .read()
                .parquet(RUNS.get(victims)
                        .resolve(Outputs.AUDIENCE_REPORTS.folder())
                        .toString());
    }

    /** What a matcher counts that takes every number it has ever seen for the person's. */
    private static Map<Long, Long> naiveCounts(Victims victims) throws IOException {
        var known = new ArrayList<String>();
        for (String table : List.of("messaging_users", "account_phones", "messaging_contacts")) {
            known.addAll(Files.readAllLines(INPUTS.get(victims).resolve(table).resolve("part-0.csv")));
        }
        var counts = new TreeMap<Long, Long>();
        for (Kind kind : Kind.values()) {
            int k = kind.ordinal() + 1;
            long found = java.util.stream.IntStream.range(10 * k, 10 * k + 3)
                    .filter(who ->
                            known.stream().anyMatch(line -> line.contains("," + AudienceWorld.number(who) + ",")))
                    .count();
            counts.put((long) k, found);
        }
        return counts;
    }

    /** The attack succeeds against a release of what was found: every kind but the unknown one is told from nobody. */
    @Test
    void varyDatabase_naiveCountOfKnownNumbers_tellsEveryKind() throws IOException {
        Map<Long, Long> nobody = naiveCounts(Victims.NOBODY);
        Map<Long, Long> themselves = naiveCounts(Victims.THEMSELVES);

        for (Kind kind : Kind.values()) {
            long k = kind.ordinal() + 1;
            assertThat(themselves.get(k) - nobody.get(k)).as("%s", kind).isEqualTo(kind == Kind.UNKNOWN ? 0 : 1);
        }
    }

    /** Else there would be nothing to hide: a member in the victim's place makes each audience ready, and each report another. */
    @Test
    void varyDatabase_membersInTheirPlace_isSeen() throws IOException {
        assertThat(statuses(Victims.MEMBERS).values()).containsOnly("ready").hasSize(Kind.values().length);
        assertThat(statuses(Victims.NOBODY).values()).containsOnly("too_small").hasSize(Kind.values().length);
        assertThat(visible(Victims.MEMBERS)).isNotEqualTo(visible(Victims.NOBODY));
    }

    @Test
    void varyDatabase_everyKind_sameBytesAsNobody() throws IOException {
        assertThat(visible(Victims.THEMSELVES)).hasSize(2).isEqualTo(visible(Victims.NOBODY));
        System.out.printf("who is nobody: advantage 0, bound 0, %d kinds%n", Kind.values().length);
    }

    /** Nobody of them sees an advertisement either. */
    @Test
    void deliver_everyKind_toNobody() {
        assertThat(LocalSpark.session()
                        .read()
                        .parquet(RUNS.get(Victims.THEMSELVES)
                                .resolve(Outputs.AUDIENCE_MEMBERS.folder())
                                .toString())
                        .count())
                .isZero();
    }

    /** Ten thousand numbers, each as text, hash and integer: a table that holds hashes falls at once, nothing that a night released does. */
    @Test
    void dictionary_ofAllNumbers_findsNoneInWhatIsReleased() throws IOException {
        var dictionary = new NumberDictionary("1", AudienceWorld.PREFIX);
        Path naive = Files.createDirectories(folder.resolve("naive"));
        Files.copy(
                INPUTS.get(Victims.MEMBERS).resolve("audience_uploads/part-0.csv"),
                naive.resolve("hashed-members.csv"));

        assertThat(dictionary.foundIn(naive)).as("a release of hashes").isNotEmpty();
        assertThat(dictionary.foundIn(RUNS.get(Victims.MEMBERS))).isEmpty();
        System.out.printf("dictionary: 0 found, %d patterns%n", dictionary.size());
    }
}
