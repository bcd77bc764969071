package org.sealedjoin.products.audience.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.products.audience.attack.AudienceWorld.Kind;
import org.sealedjoin.products.audience.attack.AudienceWorld.Victims;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.testing.LocalSpark;

/** One advertiser sends rows that no table allows, many of them, so that everybody's night stops or counts others' rows otherwise. */
class PoisonedRowsAttackTest {
    private static final String HASH = "a1".repeat(32);
    private static final String AT = "2016-10-08T00:00:00Z";

    @TempDir
    Path folder;

    private static List<String> poisons() {
        var rows = new ArrayList<String>();
        for (int again = 0; again < 10; again++) {
            rows.add("1,p,1,true,append," + HASH + ",e164," + AT);
            rows.add("1,p,1,true,add," + HASH + ",md5," + AT);
            rows.add("1,p,0,true,add," + HASH + ",e164," + AT);
            rows.add("1,p,1,maybe,add," + HASH + ",e164," + AT);
            rows.add("1,p,1,true,add," + HASH + ",e164,yesterday");
            rows.add("1,p,1,true,add," + HASH + ",e164," + AT + ",and more");
            rows.add("1,,1,true,add," + HASH + ",e164," + AT);
        }
        // Rows that are allowed, and of no use: no hash, one in the clear, a very long one, the last batch of all, a
        // day to come.
        rows.add("1,q,1,false,add,,e164," + AT);
        rows.add("1,q,1,false,add,+12015550010,e164," + AT);
        rows.add("1,q,1,false,add," + "z".repeat(100_000) + ",e164," + AT);
        rows.add("1,q,2147483647,true,add," + HASH + ",e164," + AT);
        rows.add("1,q,1,true,replace," + HASH + ",e164,9999-12-31T23:59:59Z");
        return rows;
    }

    @Test
    void upload_rowsThatNoTableAllows_stopNobodysNight() throws IOException {
        Path in = folder.resolve("in");
        Path out = folder.resolve("out");
        AudienceWorld.write(in, Victims.MEMBERS);
        Files.write(in.resolve("audience_uploads/part-0.csv"), poisons(), StandardOpenOption.APPEND);
        Files.write(
                in.resolve("audiences/part-0.csv"),
                List.of("777,1,L,2016-10-01T00:00:00Z,2147483647"),
                StandardOpenOption.APPEND);

        Path run = AudienceWorld.night(in, out);

        JsonNode manifest = new ObjectMapper().readTree(Files.readString(run.resolve("manifest.json")));
        for (JsonNode table : manifest.path("inputs")) {
            if (table.path("table").asText().equals("audience_uploads")) {
                double share = table.path("rows_rejected").asDouble()
                        / table.path("rows_read").asDouble();
                assertThat(share)
                        .as("a limit of a hundredth for all advertisers together would have stopped the night")
                        .isGreaterThan(0.5);
            }
        }
        assertThat(manifest.path("notes").toString())
                .contains("audience_uploads: more rows are bad than input.max-rejected-share")
                .contains("alarm raw_numbers: advertisers to look at: 1");
        assertThat(manifest.path("alarms").toString())
                .isEqualTo("[{\"advertiser_id\":1,\"rule\":\"raw_numbers\",\"found\":1,\"limit\":0}]");
        assertThat(manifest.path("malformed_uploads").toString())
                .isEqualTo("[{\"advertiser_id\":1,\"audience_id\":1,\"rows_received\":7,\"malformed\":"
                        + "{\"empty\":1,\"raw_looking\":1,\"wrong_length\":1}}]");
        var statuses = new TreeMap<Long, String>();
        LocalSpark.session()
                .read()
                .parquet(run.resolve(Outputs.AUDIENCE_REPORTS.folder()).toString())
                .collectAsList()
                .forEach(row -> statuses.put(row.getAs("audience_id"), row.getAs("status")));
        assertThat(statuses.remove(777L)).isEqualTo("processing");
        assertThat(statuses).hasSize(Kind.values().length);
        assertThat(statuses.values()).containsOnly("ready");
    }
}
