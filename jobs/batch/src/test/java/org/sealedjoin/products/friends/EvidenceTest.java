package org.sealedjoin.products.friends;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Viewers with more ties, or more ties of ties, than the arrays have room for at first. */
class EvidenceTest {
    private static final FriendsPolicy POLICY = new FriendsPolicy(50, 1_000, 2, RankingModel.shipped());
    private static final int VIEWER = 0;

    private static Evidence evidence(int people, Ties.Ends ends) {
        People everybody = People.of(LongStream.range(0, people).toArray());
        for (int person = 0; person < people; person++) {
            everybody.describe(person, People.traits(true, true), 1);
        }
        return new Evidence(POLICY, everybody, Ties.of(people, List.of(ends)));
    }

    private static void tie(Ties.Ends ends, int one, int other, Neighbour.Tie tie) {
        ends.add(one, Ties.end(other, tie.ordinal()));
        ends.add(other, Ties.end(one, tie.ordinal()));
    }

    @ParameterizedTest
    @ValueSource(ints = {127, 128, 129, 257, 900})
    void gather_mutualEntriesOfOneViewer_areAllTied(int entries) {
        var ends = new Ties.Ends();
        for (int person = 1; person <= entries; person++) {
            tie(ends, VIEWER, person, Neighbour.Tie.MUTUAL_ENTRY);
        }
        Evidence evidence = evidence(entries + 1, ends);

        evidence.gather(VIEWER);

        assertThat(evidence.size()).isEqualTo(entries);
        double[] features = new double[Feature.values().length];
        for (int slot = 0; slot < entries; slot++) {
            assertThat(evidence.suffices(slot)).isTrue();
            assertThat(evidence.reason(slot)).isEqualTo("in_your_contacts");
            evidence.describe(slot, features);
            assertThat(features[Feature.MUTUAL_ENTRY.ordinal()]).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {127, 128, 129, 257, 900})
    void gather_friendsOfOneFriend_eachShareThatFriend(int friends) {
        int middle = 1;
        var ends = new Ties.Ends();
        tie(ends, VIEWER, middle, Neighbour.Tie.FRIEND);
        for (int person = 2; person < friends + 2; person++) {
            tie(ends, middle, person, Neighbour.Tie.FRIEND);
        }
        Evidence evidence = evidence(friends + 2, ends);

        evidence.gather(VIEWER);

        assertThat(evidence.size()).isEqualTo(friends + 1);
        for (int slot = 1; slot <= friends; slot++) {
            assertThat(evidence.suffices(slot)).isTrue();
            assertThat(evidence.reason(slot)).isEqualTo("shared_friends");
        }
    }

    @Test
    void gather_afterAViewerWithManyTies_knowsNothingOfThem() {
        var ends = new Ties.Ends();
        for (int person = 1; person <= 300; person++) {
            tie(ends, VIEWER, person, Neighbour.Tie.MUTUAL_ENTRY);
        }
        Evidence evidence = evidence(302, ends);
        evidence.gather(VIEWER);

        evidence.gather(301);

        assertThat(evidence.size()).isZero();
    }
}
