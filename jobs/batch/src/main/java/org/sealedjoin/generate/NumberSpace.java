package org.sealedjoin.generate;

import java.io.Serializable;

/**
 * Who has which number of a region. The places of its plan are shared out in four parts that never meet: one number a person, one more a
 * person (a second number, or one held before), numbers of people who are on no platform, numbers of shops and hotlines that are on none.
 *
 * @param people how many people of the region there are numbers for
 * @param shuffle spreads the places over the plan, so that neighbours have no neighbouring numbers
 */
record NumberSpace(RegionPlan plan, long people, Scramble shuffle) implements Serializable {
    /** Numbers in each region that very many people know and nobody on a platform has. */
    static final int HOTLINES = 50;

    /** Numbers of strangers for every four people. */
    private static final int STRANGERS_PER_FOUR = 5;

    static NumberSpace of(RegionPlan plan, long people, long bits) {
        return new NumberSpace(plan, people, Scramble.of(Math.min(plan.capacity(), Scramble.LARGEST), bits));
    }

    /** How many districts with {@code people} people of a region each a plan of that capacity can serve. */
    static long districtsWithin(long capacity, long people) {
        return (Math.min(capacity, Scramble.LARGEST) - HOTLINES) / (people * 2 + strangers(people));
    }

    static long strangers(long people) {
        return people * STRANGERS_PER_FOUR / 4;
    }

    /** The number of the region's person {@code rank}. */
    Phone first(long rank) {
        return at(rank);
    }

    /** The other number of the region's person {@code rank}. */
    Phone second(long rank) {
        return at(people + rank);
    }

    /** A number of somebody who is on no platform. */
    Phone stranger(long rank) {
        return at(2 * people + rank);
    }

    /** A number that everybody knows. */
    Phone hotline(int rank) {
        return at(2 * people + strangers(people) + rank);
    }

    private Phone at(long place) {
        return plan.number(shuffle.apply(place));
    }
}
