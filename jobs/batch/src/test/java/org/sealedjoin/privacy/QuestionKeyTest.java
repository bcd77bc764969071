package org.sealedjoin.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sealedjoin.base.EnvironmentFailure;

class QuestionKeyTest {
    private static final Epsilon EPSILON = new Epsilon(50_000);
    private static final Period NOVEMBER = Period.of(Instant.parse("2026-11-24T00:00:00Z"));
    private static final NoiseKey KEY = new NoiseKey(filled(1));

    @Test
    void of_sameRows_isOneQuestion() {
        assertThat(figure(KEY, NOVEMBER, rows(2))).isEqualTo(figure(KEY, NOVEMBER, rows(2)));
        assertThat(noise(KEY, rows(2))).isEqualTo(noise(KEY, rows(2)));
        assertThat(noise(KEY, rows(2))).isNotEqualTo(noise(KEY, rows(3)));
    }

    @Test
    void of_anythingElse_isAnotherQuestion() {
        AskedRows rows = rows(2);

        assertThat(Set.of(
                        figure(KEY, NOVEMBER, rows),
                        figure(KEY, new Period(NOVEMBER.month().plusMonths(1)), rows),
                        figure(KEY, NOVEMBER, new AskedRows(2, 3, 5, 6, 7)),
                        figure(KEY, NOVEMBER, new AskedRows(2, 4, 4, 6, 7)),
                        figure(KEY, NOVEMBER, new AskedRows(2, 6, 7, 4, 5)),
                        figure(KEY, NOVEMBER, rows(3)),
                        figure(new NoiseKey(filled(2)), NOVEMBER, rows),
                        QuestionKey.of(KEY, "usage", NOVEMBER, EPSILON, rows).figureKey(),
                        QuestionKey.of(KEY, "reach", NOVEMBER, new Epsilon(50_001), rows)
                                .figureKey()))
                .hasSize(9)
                .allMatch(name -> name.matches("[a-p]{32}"));
    }

    /** Cells are told apart part by part, and never meet the keys of rows. */
    @Test
    void ofCell_anythingElse_isAnotherQuestion() {
        assertThat(Set.of(
                        cell("usage", NOVEMBER, 50_000, "DE", "2026-11-23"),
                        cell("usage", NOVEMBER, 50_000, "DE", "2026-11-22"),
                        cell("usage", NOVEMBER, 50_000, "FR", "2026-11-23"),
                        cell("usage", NOVEMBER, 50_000, "DE2026-11-23"),
                        cell("usage", NOVEMBER, 50_000, "DE2026-11-2", "3"),
                        cell("usage", NOVEMBER, 50_000, "DE", "2026-11-23", ""),
                        cell("usage", NOVEMBER, 50_001, "DE", "2026-11-23"),
                        cell("active", NOVEMBER, 50_000, "DE", "2026-11-23"),
                        cell("usage", new Period(NOVEMBER.month().plusMonths(1)), 50_000, "DE", "2026-11-23"),
                        cell("usage", NOVEMBER, 50_000),
                        QuestionKey.of(KEY, "usage", NOVEMBER, EPSILON, rows(0)).figureKey()))
                .hasSize(11);
        assertThat(cell("usage", NOVEMBER, 50_000, "DE")).isEqualTo(cell("usage", NOVEMBER, 50_000, "DE"));
    }

    private static String cell(String metric, Period period, long millionths, String... cell) {
        return QuestionKey.ofCell(KEY, metric, period, new Epsilon(millionths), List.of(cell))
                .figureKey();
    }

    @Test
    void secrets_printed_showNothing() {
        assertThat(KEY).hasToString("NoiseKey[not shown]");
        assertThat(QuestionKey.of(KEY, "reach", NOVEMBER, EPSILON, rows(0))).hasToString("QuestionKey[not shown]");
    }

    @Test
    void noiseKey_closedOrCutShort_makesNoNoise() {
        var closed = new NoiseKey(filled(1));
        closed.close();

        assertThatThrownBy(() -> figure(closed, NOVEMBER, rows(0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The noise key is closed: no noise can be made");
        assertThatThrownBy(() -> new NoiseKey(new byte[16]))
                .isInstanceOf(EnvironmentFailure.class)
                .hasMessage("Cannot use the noise key: it has 16 bytes (need 32)");
    }

    private static String figure(NoiseKey key, Period period, AskedRows rows) {
        return QuestionKey.of(key, "reach", period, EPSILON, rows).figureKey();
    }

    private static List<Long> noise(NoiseKey key, AskedRows rows) {
        try (KeyedRandom random =
                QuestionKey.of(key, "reach", NOVEMBER, EPSILON, rows).random()) {
            var sampler = new DiscreteLaplace(EPSILON);
            return IntStream.range(0, 20).mapToObj(i -> sampler.draw(random)).toList();
        }
    }

    private static AskedRows rows(long count) {
        return new AskedRows(count, 4, 5, 6, 7);
    }

    private static byte[] filled(int value) {
        var bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
