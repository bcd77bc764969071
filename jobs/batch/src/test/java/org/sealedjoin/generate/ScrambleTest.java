package org.sealedjoin.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScrambleTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 495, 1000, 20_000})
    void apply_allPlaces_hitsEachOnceAndUndoFindsBack(long size) {
        var shuffle = Scramble.of(size, 77 * size);
        assertThat(LongStream.range(0, size).map(shuffle::apply).distinct().count())
                .isEqualTo(size);
        assertThat(LongStream.range(0, size).allMatch(place -> shuffle.undo(shuffle.apply(place)) == place))
                .isTrue();
    }

    @Test
    void apply_largestSize_staysInside() {
        var shuffle = Scramble.of(Scramble.LARGEST, -5);
        assertThat(shuffle.apply(Scramble.LARGEST - 1)).isBetween(0L, Scramble.LARGEST - 1);
        assertThat(shuffle.undo(shuffle.apply(Scramble.LARGEST - 1))).isEqualTo(Scramble.LARGEST - 1);
    }

    @Test
    void id_aMillionIndexes_givesAMillionIdsNoneAnIndex() {
        assertThat(LongStream.range(0, 1_000_000)
                        .map(index -> Scramble.id(index, 9))
                        .distinct()
                        .count())
                .isEqualTo(1_000_000);
        assertThat(Scramble.id(5, 9)).isGreaterThanOrEqualTo(1_000_000_000_000L);
    }
}
