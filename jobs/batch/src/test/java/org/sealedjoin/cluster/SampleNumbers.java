package org.sealedjoin.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sealedjoin.canary.PlantedNumber;

/** Some numbers of the samples, to search for: one of each of some regions, long enough not to be found by chance. */
final class SampleNumbers {
    private static final Map<String, String> CODES = Map.of("CA", "1", "DE", "49", "GB", "44", "US", "1");

    private SampleNumbers() {}

    static List<PlantedNumber> of(Path samples) throws IOException {
        var found = new TreeMap<String, PlantedNumber>();
        for (String line : Files.readAllLines(samples.resolve("account_phones/part-0.csv"))) {
            String[] columns = line.split(",", -1);
            String code = CODES.get(columns[2]);
            if (code != null && columns[1].matches("\\+" + code + "\\d{10}")) {
                String national = columns[1].substring(1 + code.length());
                found.putIfAbsent(
                        columns[2], new PlantedNumber("sample " + columns[2], code, national, List.of(columns[1])));
            }
        }
        if (!found.keySet().equals(CODES.keySet())) {
            throw new IllegalStateException("The samples lack numbers to search for: " + found.keySet());
        }
        return List.copyOf(found.values());
    }
}
