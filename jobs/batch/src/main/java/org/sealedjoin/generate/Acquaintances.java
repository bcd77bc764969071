package org.sealedjoin.generate;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Who knows whom in life. Both asked, both say the same, without a table of pairs: inside a community each pair is tossed for; ties
 * beyond it come from perfect matchings of the city and of the world. Address books and friendships are both drawn from these ties, which
 * is why one predicts the other.
 */
final class Acquaintances implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int CITY_MATCHINGS = 10;
    private static final int WORLD_MATCHINGS = 5;
    private static final int CIRCLE = 10;
    private static final double CIRCLE_TIE = 0.5;
    private static final double COMMUNITY_TIES = 10;
    private static final double BRIDGE_TIE = 0.15;
    private static final double MOST_LIKELY = 0.95;
    private static final double MOST_POPULAR = 12;

    private final World world;
    private final Scramble[][] cities;
    private final Scramble[] wholeWorld = new Scramble[WORLD_MATCHINGS];

    Acquaintances(World world) {
        this.world = world;
        Dice dice = world.dice();
        int regions = RegionPlans.of(world.spec().numbers()).size();
        cities = new Scramble[regions][CITY_MATCHINGS];
        for (int matching = 0; matching < WORLD_MATCHINGS; matching++) {
            // Only as many people as the shuffle can take have ties into the whole world.
            wholeWorld[matching] =
                    Scramble.of(Math.min(world.people(), Scramble.LARGEST), dice.bits(Draw.BRIDGE, -1, matching));
        }
        var district = new District(RegionPlans.communities(world.spec().numbers()), regions);
        district.regionSizes().forEach((region, size) -> {
            for (int matching = 0; matching < CITY_MATCHINGS; matching++) {
                cities[region][matching] = Scramble.of(size, dice.bits(Draw.BRIDGE, region, matching));
            }
        });
    }

    /** Everybody the person knows, the closest first. */
    long[] of(long person) {
        var ties = new Ties(world.communityLength(person) + CITY_MATCHINGS + WORLD_MATCHINGS);
        double popularity = popularity(person);
        long start = world.communityStart(person);
        int length = world.communityLength(person);
        for (long other = start; other < start + length; other++) {
            if (other != person) {
                boolean sameCircle = (other - start) / CIRCLE == (person - start) / CIRCLE;
                double likely = (sameCircle ? CIRCLE_TIE : COMMUNITY_TIES / length) * popularity * popularity(other);
                toss(ties, person, other, likely);
            }
        }
        for (int matching = 0; matching < CITY_MATCHINGS; matching++) {
            bridge(ties, person, popularity, cityPartner(person, matching));
        }
        for (int matching = 0; matching < WORLD_MATCHINGS; matching++) {
            bridge(ties, person, popularity, partner(wholeWorld[matching], person, 0));
        }
        return ties.closestFirst();
    }

    /** True if one of the two ties of a pair decides for both. */
    static boolean decides(long person, long other) {
        return person < other;
    }

    private void bridge(Ties ties, long person, double popularity, long other) {
        boolean beyond = other < world.communityStart(person)
                || other >= world.communityStart(person) + world.communityLength(person);
        if (other >= 0 && beyond && !ties.has(other)) {
            toss(ties, person, other, BRIDGE_TIE * popularity * popularity(other));
        }
    }

    private void toss(Ties ties, long person, long other, double likely) {
        double drawn = world.dice().unit(Draw.TIE, Math.min(person, other), Math.max(person, other));
        double capped = Math.min(MOST_LIKELY, likely);
        if (drawn < capped) {
            ties.add(other, drawn / capped);
        }
    }

    private long cityPartner(long person, int matching) {
        Scramble shuffle = cities[world.regionIndex(person)][matching];
        long shift = world.dice().bits(Draw.BRIDGE_SHIFT, world.districtNumber(person), matching);
        long partner = partner(shuffle, world.rankInCity(person), Dice.below(shuffle.size(), shift));
        return partner < 0 ? -1 : world.citizen(person, (int) partner);
    }

    /** The other one of a pair of neighbours in the shuffled order; -1 if the last one has no neighbour. */
    private static long partner(Scramble shuffle, long rank, long shift) {
        long place = (shuffle.apply(rank) + shift) % shuffle.size() ^ 1;
        return place >= shuffle.size() ? -1 : shuffle.undo((place - shift + shuffle.size()) % shuffle.size());
    }

    /** How many people somebody knows in relation to the average; Pareto with exponent 2. */
    private double popularity(long person) {
        return Math.min(MOST_POPULAR, 0.5 / Math.sqrt(1 - world.dice().unit(Draw.POPULARITY, person)));
    }

    /** Ties with their distances, without objects: this is the inner loop of every large table. */
    private static final class Ties {
        private final long[] others;
        private final double[] distances;
        private int count;

        Ties(int most) {
            others = new long[most];
            distances = new double[most];
        }

        boolean has(long other) {
            for (int place = 0; place < count; place++) {
                if (others[place] == other) {
                    return true;
                }
            }
            return false;
        }

        void add(long other, double distance) {
            int place = count++;
            while (place > 0 && distances[place - 1] > distance) {
                others[place] = others[place - 1];
                distances[place] = distances[place - 1];
                place--;
            }
            others[place] = other;
            distances[place] = distance;
        }

        long[] closestFirst() {
            return Arrays.copyOf(others, count);
        }
    }
}
