package org.sealedjoin.canary;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** All numbers of a small numbering plan, in every form that the canaries know: what an attacker tries who knows no number. */
public final class NumberDictionary {
    private final List<CanaryForms.Form> forms;

    /** @param prefix national digits in front of the last four */
    public NumberDictionary(String countryCode, String prefix) {
        forms = CanaryForms.of(
                IntStream.range(0, 10_000)
                        .mapToObj(last -> PlantedNumber.of("number", countryCode, prefix + "%04d".formatted(last)))
                        .toList(),
                List.of());
    }

    /** How many byte patterns are tried. */
    public int size() {
        return forms.size();
    }

    /** Names of the forms found in the files, packed or not, below the folders; no number. */
    public SortedSet<String> foundIn(Path... folders) throws IOException {
        return new TreeSet<>(SearchBytes.search(forms, folders).hits().keySet());
    }
}
