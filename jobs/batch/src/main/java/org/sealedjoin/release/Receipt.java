package org.sealedjoin.release;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an erasure leaves of a person: a digest under the key of receipts, and when. Every later reading of input takes it for a denial.
 *
 * @param id names the receipt's file: the instant in basic ISO form, a dash and eight hexadecimal digits
 * @param erasedAt to the microsecond, as tables have it
 * @param keyId tells which key the digests are under
 * @param people who was erased together
 * @param runs every kept run, and what stands in its place
 */
public record Receipt(String id, Instant erasedAt, String keyId, List<Person> people, List<Replaced> runs) {
    /**
     * Somebody who was erased.
     *
     * @param digest 64 hexadecimal digits
     */
    public record Person(String platform, String digest) {}

    /** A run that is gone, and the one that took its place. */
    public record Replaced(RunId was, RunId now) {}

    public Receipt {
        people = List.copyOf(people);
        runs = List.copyOf(runs);
    }

    /** The same receipt once the runs are rewritten. */
    public Receipt of(List<Replaced> rewritten) {
        return new Receipt(id, erasedAt, keyId, people, rewritten);
    }

    Map<String, Object> fields() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("receipt", id);
        fields.put("erased_at", erasedAt.toString());
        fields.put("key_id", keyId);
        fields.put("digest", "HMAC-SHA-256 of sealedjoin-receipt-v1|<platform>|<id> under the key of receipts");
        fields.put(
                "people",
                people.stream()
                        .map(person -> Map.of("platform", person.platform(), "digest", person.digest()))
                        .toList());
        fields.put(
                "runs",
                runs.stream()
                        .map(run ->
                                Map.of("was", run.was().name(), "now", run.now().name()))
                        .toList());
        return fields;
    }

    /** @throws IOException if it is no receipt: who was erased would come back if it were passed over */
    static Receipt parse(JsonNode told) throws IOException {
        try {
            var people = new ArrayList<Person>();
            for (JsonNode person : told.path("people")) {
                people.add(new Person(
                        person.path("platform").asText(), person.path("digest").asText()));
            }
            var runs = new ArrayList<Replaced>();
            for (JsonNode run : told.path("runs")) {
                runs.add(new Replaced(
                        new RunId(run.path("was").asText()),
                        new RunId(run.path("now").asText())));
            }
            Instant erasedAt = Instant.parse(told.path("erased_at").asText());
            if (people.isEmpty()
                    || !people.stream().allMatch(person -> person.digest().matches("[0-9a-f]{64}"))) {
                throw new IOException("no digests");
            }
            return new Receipt(
                    told.path("receipt").asText(), erasedAt, told.path("key_id").asText(), people, runs);
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IOException("no receipt", e);
        }
    }
}
