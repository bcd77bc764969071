package org.sealedjoin.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The tables of docs/decisions/0011 are what the arithmetic gives; a failure prints the rows that belong there. */
class FiguresPageTest {
    private static final Path PAGE = Path.of("..", "..", "docs", "decisions", "0011-noisy-figures.md");
    private static final DiscreteLaplace NOISE = new DiscreteLaplace(new Epsilon(50_000));
    private static final int NOISE_95 = 60;

    @Test
    void page_rangesBySize_areThoseOfTheCode() throws IOException {
        var rows = new StringBuilder();
        for (long people : new long[] {200, 500, 1_000, 5_000, 10_000, 50_000, 100_000, 1_000_000, 10_000_000}) {
            rows.append(row(people));
        }

        assertThat(Files.readString(PAGE)).contains(rows.toString());
    }

    @Test
    void page_chanceThatOnePersonIsReady_isThatOfTheCode() throws IOException {
        var rows = new StringBuilder();
        for (long minimum : new long[] {100, 200, 300, 400}) {
            double once = NOISE.chanceAtLeast(minimum - 1);
            double month = 1 - Math.pow(1 - once, 8);
            rows.append(String.format(Locale.ROOT, "| %d | %.1e | %.1e |%n", minimum, once, month));
        }

        assertThat(Files.readString(PAGE)).contains(rows.toString());
    }

    @Test
    void noise95_ofTheDefaultLoss_isTheLeastThatHoldsThem() {
        assertThat(2 * NOISE.chanceAtLeast(NOISE_95 + 1)).isLessThan(0.05);
        assertThat(2 * NOISE.chanceAtLeast(NOISE_95)).isGreaterThan(0.05);
    }

    private static String row(long people) {
        long furthest = 0;
        long widest = 0;
        for (long noise = -NOISE_95; noise <= NOISE_95; noise++) {
            var range = (ReachRange.Ready) ReachRange.of(people + noise, 100);
            furthest = Math.max(furthest, Math.max(people - range.low(), range.high() - people));
            widest = Math.max(widest, range.high() - range.low());
        }
        return String.format(
                Locale.ROOT, "| %d | %d | %d | %.2f %% |%n", people, widest, furthest, 100.0 * furthest / people);
    }
}
