package org.sealedjoin.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealedjoin.privacy.ReconcileCells.Noisy;
import org.sealedjoin.privacy.ReconcileCells.Told;
import org.sealedjoin.testing.Cases;

class ReconcileCellsTest {
    private static final ReconcileCells NINE = new ReconcileCells(9);

    private static Told tell(long total, long least, long... cells) {
        var may = new boolean[cells.length];
        Arrays.fill(may, true);
        return NINE.tell(new Noisy(new long[] {total}, new long[][] {cells}), least, may);
    }

    @Test
    void tell_cellsAndTotalThatAgree_areToldAsTheyAre() {
        Told told = tell(600, 50, 100, 200, 300);

        assertThat(told.totals()).containsExactly(600);
        assertThat(told.cells()[0]).containsExactly(100, 200, 300);
        assertThat(told.rests()).containsExactly(0);
        assertThat(told.shown().rest()).isFalse();
    }

    /** Sum 600 with variance 3, total 660 with variance 9: three quarters of the way to the sum. */
    @Test
    void tell_totalThatDiffers_isTheWeightedMean() {
        Told told = tell(660, 50, 100, 200, 300);

        assertThat(told.totals()).containsExactly(615);
        assertThat(told.cells()[0]).containsExactly(105, 205, 305);
    }

    @Test
    void tell_smallCells_areInTheRestOrInNothing() {
        Told large = tell(700, 80, 600, 50, 50);
        assertThat(large.shown().cells()).containsExactly(true, false, false);
        assertThat(large.rests()).containsExactly(100);
        assertThat(large.totals()).containsExactly(700);

        Told small = tell(700, 120, 600, 50, 50);
        assertThat(small.shown().rest()).isFalse();
        assertThat(small.totals()).containsExactly(600);
    }

    @Test
    void tell_nothingLargeEnough_tellsNothing() {
        Told told = tell(40, 50, 10, 10, 20);

        assertThat(told.shown().total()).isFalse();
        assertThat(told.shown().rest()).isFalse();
        assertThat(told.shown().cells()).containsOnly(false);
    }

    static java.util.stream.Stream<Long> seeds() {
        return Cases.seeds(20, 2);
    }

    /** Whatever the noise: whole, not below zero, sums agree, nothing small, and parts of a cell stay parts of it. */
    @ParameterizedTest
    @MethodSource("seeds")
    void tell_anyNoise_keepsItsPromises(long seed) {
        var random = new Random(seed);
        for (int trial = 0; trial < 500; trial++) {
            int parts = 1 + random.nextInt(2);
            int n = 1 + random.nextInt(12);
            var cells = new long[parts][n];
            var totals = new long[parts];
            for (int part = 0; part < parts; part++) {
                for (int cell = 0; cell < n; cell++) {
                    long count = random.nextInt(3) == 0 ? random.nextInt(1_000) : 0;
                    totals[part] += count;
                    cells[part][cell] = count + Math.round(60 * random.nextGaussian());
                }
                totals[part] += Math.round(180 * random.nextGaussian());
            }
            var may = new boolean[n];
            for (int cell = 0; cell < n; cell++) {
                may[cell] = random.nextInt(8) > 0;
            }
            long least = 1 + random.nextInt(300);
            Told told = NINE.tell(new Noisy(totals, cells), least, may);
            long all = Arrays.stream(told.totals()).sum();
            for (int part = 0; part < parts; part++) {
                assertThat(told.totals()[part])
                        .isEqualTo(Arrays.stream(told.cells()[part]).sum() + told.rests()[part]);
                assertThat(Arrays.stream(told.cells()[part]).min().orElseThrow())
                        .isNotNegative();
                assertThat(told.rests()[part]).isNotNegative();
            }
            assertThat(all).matches(sum -> told.shown().total() ? sum >= least : sum == 0);
            for (int cell = 0; cell < n; cell++) {
                int index = cell;
                long people = Arrays.stream(told.cells())
                        .mapToLong(part -> part[index])
                        .sum();
                assertThat(told.shown().cells()[cell]).isEqualTo(people > 0);
                assertThat(people == 0 || people >= least && may[cell]).isTrue();
            }
            long rest = Arrays.stream(told.rests()).sum();
            assertThat(told.shown().rest() ? rest >= least : rest == 0).isTrue();
        }
    }
}
