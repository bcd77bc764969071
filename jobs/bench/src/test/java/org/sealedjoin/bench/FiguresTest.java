package org.sealedjoin.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.base.UsageFailure;

/** From processes to figures, tables and the cost model. */
class FiguresTest {
    @TempDir
    Path folder;

    @Test
    void run_processThatTellsTwoStages_measuresThemAndTheWhole() throws Exception {
        String script = "echo '[    0.0 s] one …'; i=0; while [ $i -lt 60000 ]; do i=$((i+1)); done; "
                + "echo '[    0.5 s] one done in 0.5 s'; echo '[    0.5 s] two …'; sleep 0.3; "
                + "echo '[    0.8 s] two done in 0.3 s'; exit 3";

        Watched watched = new WatchProcess(Map.of(), folder.resolve("log")).run(List.of("bash", "-c", script));

        assertThat(watched.status()).isEqualTo(3);
        assertThat(watched.stages()).extracting(Watched.Stage::name).containsExactly("one", "two");
        Watched.Stage counting = watched.stages().get(0);
        Watched.Stage sleeping = watched.stages().get(1);
        assertThat(sleeping.wallSeconds()).isBetween(0.29, 5.0);
        assertThat(sleeping.cpuSeconds()).isLessThan(0.1);
        assertThat(counting.cpuSeconds()).isPositive();
        assertThat(watched.cpuSeconds()).isGreaterThanOrEqualTo(counting.cpuSeconds());
        assertThat(watched.wallSeconds()).isGreaterThanOrEqualTo(counting.wallSeconds() + sleeping.wallSeconds());
        assertThat(watched.peakMegabytes()).isBetween(1.0, 200.0);
        assertThat(Files.readString(folder.resolve("log"))).contains("two done in 0.3 s");
    }

    @Test
    void of_runWithVerify_tellsTotalsWithoutAndWithIt() {
        var run = new Watched(
                0,
                10,
                12,
                500,
                List.of(
                        new Watched.Stage("spark", 0, 1_000, 1, 1.5, 100),
                        new Watched.Stage("links", 1_000, 4_000, 3, 4, 400),
                        new Watched.Stage("verify", 4_000, 9_000, 5, 6, 500)));

        List<Cost> costs =
                new SumUp(Competitor.OURS, 1_000).of(run, (after, until) -> until == 4_000 ? 7 : until > 9_000 ? 9 : 0);

        assertThat(costs)
                .containsExactly(
                        new Cost("ours", "start", 1_000, 1, 1.5, 100, 0),
                        new Cost("ours", "links", 1_000, 3, 4, 400, 7),
                        new Cost("ours", "verify", 1_000, 5, 6, 500, 0),
                        new Cost("ours", "start and end", 1_000, 1, 0.5, Double.NaN, 2),
                        new Cost("ours", "total", 1_000, 5, 6, 400, 9),
                        new Cost("ours", "total_verified", 1_000, 10, 12, 500, 9));
    }

    @Test
    void medians_threeRuns_areTakenFigureByFigure() {
        assertThat(SumUp.medians(List.of(
                        List.of(new Cost("ours", "total", 5, 3, 10, 7, 1)),
                        List.of(new Cost("ours", "total", 5, 1, 30, 9, 1)),
                        List.of(new Cost("ours", "total", 5, 2, 20, 8, 1)))))
                .containsExactly(new Cost("ours", "total", 5, 2, 20, 8, 1));
    }

    @Test
    void read_whatWasWritten_givesTheSameCosts() throws IOException {
        var costs = List.of(
                new Cost("ours", "total", 1_000, 1.25, 2.5, 300, 4),
                new Cost("duckdb", "total", 2_000, 1.5, 2.25, 200, Double.NaN));
        Path file = folder.resolve("figures.json");

        Cost.write(costs, file);

        assertThat(Cost.read(file)).isEqualTo(costs);
        assertThat(Files.readString(file)).isEqualTo("""
                [
                {"book_rows":1000,"system":"ours","stage":"total","wall_s":1.25,"cpu_s":2.5,"peak_mb":300.0,"shuffled_mb":4.0},
                {"book_rows":2000,"system":"duckdb","stage":"total","wall_s":1.5,"cpu_s":2.25,"peak_mb":200.0,"shuffled_mb":null}
                ]
                """);
    }

    @Test
    void megabytes_eventLog_addsStagesThatEndedInTime() throws IOException {
        Files.writeString(folder.resolve("app"), """
                {"Event":"SparkListenerTaskEnd","Stage ID":1}
                {"Event":"SparkListenerStageCompleted","Stage Info":{"Completion Time":100,"Accumulables":[{"ID":1,"Name":"internal.metrics.shuffle.write.bytesWritten","Value":2000000}]}}
                {"Event":"SparkListenerStageCompleted","Stage Info":{"Completion Time":200,"Accumulables":[{"ID":2,"Name":"internal.metrics.shuffle.write.recordsWritten","Value":9}]}}
                {"Event":"SparkListenerStageCompleted","Stage Info":{"Completion Time":300,"Accumulables":[{"ID":3,"Name":"internal.metrics.shuffle.write.bytesWritten","Value":500000}]}}
                """);

        ReadEventLog log = ReadEventLog.in(folder);

        assertThat(log.megabytes(0, 100)).isEqualTo(2.0);
        assertThat(log.megabytes(100, 300)).isEqualTo(0.5);
    }

    @Test
    void exponent_costThatGrowsWithTheSquare_isTwo() {
        assertThat(Growth.exponent(
                        List.of(new Growth.Point(10, 5), new Growth.Point(20, 20), new Growth.Point(40, 80))))
                .isCloseTo(2, within(1e-9));
    }

    @Test
    void line_pointsOnALine_isThatLine() {
        Growth.Line line =
                Growth.line(List.of(new Growth.Point(1, 5), new Growth.Point(5, 13), new Growth.Point(20, 43)));

        assertThat(line.fixed()).isCloseTo(3, within(1e-9));
        assertThat(line.each()).isCloseTo(2, within(1e-9));
    }

    @Test
    void line_costsThatFallBelowNothing_beginsAtNothing() {
        Growth.Line line = Growth.line(List.of(new Growth.Point(10, 1), new Growth.Point(20, 4)));

        assertThat(line.fixed()).isZero();
        assertThat(line.each()).isPositive();
    }

    /** Books cost 2 s and 3 s a million rows, people 1 s a thousand: twice the people with ten times the rows each are foretold. */
    @Test
    void cpuSeconds_largerWorldWithLongerBooks_followsEachDriver() {
        var costs = new ArrayList<Cost>();
        for (long rows : List.of(1_000_000L, 2_000_000L, 4_000_000L)) {
            costs.add(new Cost("ours", "contact edges", rows, 0, 2 + 3 * (rows / 1e6), 0, 10 * (rows / 1e6)));
            costs.add(new Cost("ours", "links", rows, 0, rows / 20 / 1e3, 0, 0));
            costs.add(new Cost("ours", "total", rows, 0, 99, 0, 0));
        }

        var fit = new FitCosts(costs, 20);

        assertThat(fit.fittedOn()).containsExactly(1_000_000L, 2_000_000L);
        assertThat(fit.checks())
                .containsExactly(new FitCosts.Check("contact edges", 14, 14), new FitCosts.Check("links", 200, 200));
        var world = new FitCosts.World(400_000, 200);
        assertThat(fit.cpuSeconds(world)).isCloseTo(2 + 3 * 80 + 400, within(1e-6));
        assertThat(fit.shuffledMegabytes(world)).isCloseTo(800, within(1e-6));
    }

    @Test
    void fitCosts_twoSizes_refuses() {
        assertThatThrownBy(() -> new FitCosts(
                        List.of(new Cost("ours", "links", 1, 1, 1, 1, 1), new Cost("ours", "links", 2, 1, 1, 1, 1)),
                        20))
                .isInstanceOf(UsageFailure.class)
                .hasMessage(
                        "Cannot fit costs: the figures are of 2 sizes (need 3 or more, of which the largest is kept for the check)");
    }
}
