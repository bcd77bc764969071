package org.sealedjoin.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReachRangeTest {
    @ParameterizedTest
    @CsvSource({
        "100, 100, 150",
        "149, 100, 150",
        "19999, 19950, 20000",
        "20000, 20000, 20100",
        "99999, 99800, 100000",
        "100000, 100000, 100500",
        "1234567, 1230000, 1235000",
    })
    void of_noisyCount_rangeAroundIt(long noisy, long low, long high) {
        assertThat(ReachRange.of(noisy, 100)).isEqualTo(new ReachRange.Ready(low, high));
    }

    @ParameterizedTest
    @CsvSource({"99", "0", "-40", "-9223372036854775808"})
    void of_belowTheMinimum_tooSmall(long noisy) {
        assertThat(ReachRange.of(noisy, 100)).isEqualTo(new ReachRange.TooSmall());
    }

    @Test
    void of_minimumInsideARange_tellsNothingBelowIt() {
        assertThat(ReachRange.of(130, 130)).isEqualTo(new ReachRange.Ready(130, 150));
        assertThatThrownBy(() -> ReachRange.of(5, 0)).hasMessage("Cannot tell ranges from 0 people on (need >= 1)");
    }

    @Test
    void of_everyIntegerFromTheMinimum_rangesCoverAndDoNotOverlap() {
        var before = (ReachRange.Ready) ReachRange.of(100, 100);
        for (long noisy = 101; noisy <= 1_100_000; noisy++) {
            var range = (ReachRange.Ready) ReachRange.of(noisy, 100);
            assertThat(noisy >= range.low() && noisy < range.high()).isTrue();
            assertThat(range.equals(before) || range.low() == before.high()).isTrue();
            before = range;
        }
    }

    /** Issue 5: a real advertiser is served. Noise of up to 60 stands for 95 errors in a hundred. */
    @Test
    void of_hundredThousandPeople_everyFigureInTheRangeIsWithinOnePercent() {
        for (long noise = -60; noise <= 60; noise++) {
            var range = (ReachRange.Ready) ReachRange.of(100_000 + noise, 100);
            assertThat(range.low()).isGreaterThanOrEqualTo(99_000);
            assertThat(range.high()).isLessThanOrEqualTo(101_000);
        }
    }
}
