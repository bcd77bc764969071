package org.sealedjoin.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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
    void of_rowsInAnyOrderAndTwice_isOneQuestion() {
        List<byte[]> once = rows(KEY, "add", 0, 1, 2);
        List<byte[]> mixed = new ArrayList<>(rows(KEY, "add", 2, 0, 1, 0));
        Collections.reverse(mixed);

        assertThat(figure(KEY, NOVEMBER, mixed)).isEqualTo(figure(KEY, NOVEMBER, once));
        assertThat(noise(KEY, mixed)).isEqualTo(noise(KEY, once));
    }

    @Test
    void of_anythingElse_isAnotherQuestion() {
        List<byte[]> rows = rows(KEY, "add", 0, 1);
        var other = new NoiseKey(filled(2));
        String asked = figure(KEY, NOVEMBER, rows);

        assertThat(Set.of(
                        asked,
                        figure(KEY, new Period(NOVEMBER.month().plusMonths(1)), rows),
                        figure(KEY, NOVEMBER, rows(KEY, "add", 0, 1, 2)),
                        figure(KEY, NOVEMBER, rows(KEY, "add", 0)),
                        figure(KEY, NOVEMBER, rows(KEY, "remove", 0, 1)),
                        figure(KEY, NOVEMBER, List.of()),
                        figure(other, NOVEMBER, rows(other, "add", 0, 1)),
                        QuestionKey.of(KEY, "usage", NOVEMBER, EPSILON, rows).figureKey(),
                        QuestionKey.of(KEY, "reach", NOVEMBER, new Epsilon(50_001), rows)
                                .figureKey()))
                .hasSize(9);
    }

    @Test
    void rowTag_formOfHash_isAnotherRow() {
        assertThat(KEY.rowTag("add", "e164", filled(3))).isNotEqualTo(KEY.rowTag("add", "digits", filled(3)));
        assertThat(KEY.rowTag("add", "e164", filled(3))).isNotEqualTo(filled(3)).hasSize(32);
    }

    @Test
    void ofSorted_rowsOutOfOrder_areRefused() {
        List<byte[]> rows = List.of(new byte[] {(byte) 0x80}, new byte[] {0x7f});

        assertThatThrownBy(() -> QuestionKey.ofSorted(KEY, "reach", NOVEMBER, EPSILON, rows.iterator()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Cannot name a question: its rows are not in ascending order");
    }

    @Test
    void secrets_printed_showNothing() {
        assertThat(KEY).hasToString("NoiseKey[not shown]");
        assertThat(QuestionKey.of(KEY, "reach", NOVEMBER, EPSILON, List.of())).hasToString("QuestionKey[not shown]");
    }

    @Test
    void noiseKey_closedOrCutShort_makesNoNoise() {
        var closed = new NoiseKey(filled(1));
        closed.close();

        assertThatThrownBy(() -> figure(closed, NOVEMBER, List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The noise key is closed: no noise can be made");
        assertThatThrownBy(() -> new NoiseKey(new byte[16]))
                .isInstanceOf(EnvironmentFailure.class)
                .hasMessage("Cannot use the noise key: it has 16 bytes (need 32)");
    }

    private static String figure(NoiseKey key, Period period, List<byte[]> rows) {
        return QuestionKey.of(key, "reach", period, EPSILON, rows).figureKey();
    }

    private static List<Long> noise(NoiseKey key, List<byte[]> rows) {
        try (KeyedRandom random =
                QuestionKey.of(key, "reach", NOVEMBER, EPSILON, rows).random()) {
            var sampler = new DiscreteLaplace(EPSILON);
            return IntStream.range(0, 20).mapToObj(i -> sampler.draw(random)).toList();
        }
    }

    private static List<byte[]> rows(NoiseKey key, String op, int... digests) {
        return IntStream.of(digests)
                .mapToObj(digest -> key.rowTag(op, "e164", filled(digest)))
                .toList();
    }

    private static byte[] filled(int value) {
        var bytes = new byte[32];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }
}
