package org.sealedjoin.generate;

import java.util.Locale;
import org.sealedjoin.testing.LocalSpark;

/** Generates from a shell before the command line exists: people, book rows, forms, numbers, format, seed, folder. No test. */
final class GenerateRun {
    private GenerateRun() {}

    public static void main(String[] words) {
        var spec = new GenerationSpec(
                Long.parseLong(words[0]),
                Long.parseLong(words[1]),
                GenerationSpec.Forms.valueOf(words[2].toUpperCase(Locale.ROOT)),
                GenerationSpec.Numbers.valueOf(words[3].toUpperCase(Locale.ROOT)),
                GenerationSpec.Format.valueOf(words[4].toUpperCase(Locale.ROOT)),
                Long.parseLong(words[5]));
        long start = System.nanoTime();
        var counts = new GenerateTables().write(LocalSpark.session(), spec, words[6]);
        counts.forEach((table, rows) -> System.out.println(table + " " + rows));
        System.out.println("seconds " + (System.nanoTime() - start) / 1_000_000_000);
    }
}
