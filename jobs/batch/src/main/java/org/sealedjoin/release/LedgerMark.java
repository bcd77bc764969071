package org.sealedjoin.release;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which state of which budget ledger a run holds.
 *
 * @param id 16 hexadecimal digits, the same for every state of one ledger
 * @param sequence grows with each run that may charge, from 1
 * @param asOf of the run that charged last
 */
public record LedgerMark(String id, long sequence, Instant asOf) {
    /** Name of the field of a manifest. */
    public static final String FIELD = "ledger";

    /** Beside the mark: how many people were erased from the ledger since its month began; what they were charged is no longer in it. */
    public static final String ERASED = "erased";

    static Optional<LedgerMark> parse(JsonNode told) {
        try {
            String id = told.path("id").asText();
            long sequence = told.path("sequence").asLong();
            return id.matches("[0-9a-f]{16}") && sequence >= 1
                    ? Optional.of(new LedgerMark(
                            id, sequence, Instant.parse(told.path("as_of").asText())))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** As {@link #parse} reads it. */
    public Map<String, Object> fields() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", id);
        fields.put("sequence", sequence);
        fields.put("as_of", asOf.toString());
        return fields;
    }

    /** The next state, made by a run as of {@code instant}. */
    public LedgerMark next(Instant instant) {
        return new LedgerMark(id, sequence + 1, instant);
    }
}
