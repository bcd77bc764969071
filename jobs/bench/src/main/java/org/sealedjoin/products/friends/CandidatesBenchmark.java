package org.sealedjoin.products.friends;

import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Row;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Microseconds a viewer: summing up what there is about everybody within two steps, and with choosing the best fifty of them. In communities
 * of people most of whom know each other, and with one tie in ten to anybody at all, as in the generated tables. In this package since the classes are its own.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
// JMH fills the fields before it measures.
@SuppressWarnings("NullAway.Init")
public class CandidatesBenchmark {
    private static final int PEOPLE = 200_000;
    private static final int COMMUNITY = 100;

    /** Firm connections of a person. */
    @Param({"10", "40"})
    public int connections;

    private People people;
    private Evidence evidence;
    private ChooseBest choose;
    private int viewer;

    /** Makes the graph. */
    @Setup
    public void connect() {
        var random = new Random(1);
        var ids = new long[PEOPLE];
        for (int person = 0; person < PEOPLE; person++) {
            ids[person] = 1_000_003L * person;
        }
        people = People.of(ids);
        var ends = new Ties.Ends();
        for (int person = 0; person < PEOPLE; person++) {
            people.describe(
                    person,
                    People.traits(random.nextInt(16) > 0, random.nextInt(12) > 0),
                    Neighbour.regionNumber(random.nextBoolean() ? "DE" : "US"));
            for (int tie = 0; tie < connections / 2; tie++) {
                int other = random.nextInt(10) == 0
                        ? random.nextInt(PEOPLE)
                        : person / COMMUNITY * COMMUNITY + random.nextInt(COMMUNITY);
                if (other != person) {
                    Neighbour.Tie kind = random.nextBoolean() ? Neighbour.Tie.FRIEND : Neighbour.Tie.MUTUAL_ENTRY;
                    ends.add(person, Ties.end(other, kind.ordinal()));
                    ends.add(other, Ties.end(person, kind.ordinal()));
                }
            }
        }
        Ties ties = Ties.of(PEOPLE, List.of(ends));
        var policy = new FriendsPolicy(50, 1_000, 2, RankingModel.shipped());
        evidence = new Evidence(policy, people, ties);
        choose = new ChooseBest(policy, ChooseBest.Told.BEST, people, ties);
    }

    /** Sums only. */
    @Benchmark
    public int gather() {
        evidence.gather(next());
        return evidence.size();
    }

    /** Sums, scores, and rows of the best. */
    @Benchmark
    public Iterator<Row> choose() {
        return choose.of(people.id(next()), 0, List.of());
    }

    private int next() {
        viewer = (viewer + 1) % PEOPLE;
        return viewer;
    }
}
