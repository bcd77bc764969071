package org.sealedjoin.generate;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The note beside generated tables: what was asked for, what came of it, and what may be done with it. */
final class GenerationNote {
    private static final String FICTION_NOTICE =
            "Every number lies in a range that a regulator keeps for fiction; see data-samples/README.md.";
    private static final String ANY_NOTICE =
            "The people are invented, but a number may be a real person's. These tables must not leave this machine.";

    private GenerationNote() {}

    /** JSON. All values are numbers or words of ours, so nothing needs escaping. */
    static String text(GenerationSpec spec, Map<String, Long> counts) {
        String rows = counts.entrySet().stream()
                .map(entry -> "    \"" + entry.getKey() + "\": " + entry.getValue())
                .collect(Collectors.joining(",\n"));
        String notice = spec.numbers() == GenerationSpec.Numbers.FICTION ? FICTION_NOTICE : ANY_NOTICE;
        return """
                {
                  "as_of": "%s",
                  "seed": %d,
                  "people": %d,
                  "book_rows": %d,
                  "forms": "%s",
                  "numbers": "%s",
                  "numbers_notice": "%s",
                  "format": "%s",%s
                  "rows": {
                %s
                  }
                }
                """.formatted(
                        Story.AS_OF_INSTANT,
                        spec.seed(),
                        spec.people(),
                        spec.bookRows(),
                        word(spec.forms()),
                        word(spec.numbers()),
                        notice,
                        spec.format().ending(),
                        spec.uploadedRows() == 0 ? "" : "\n  \"uploaded_rows\": " + spec.uploadedRows() + ",",
                        rows);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
