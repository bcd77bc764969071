package org.sealedjoin.generate;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The plan that every 10,000 people repeat: a hundred communities of 50 to 200 people, each in one region; the communities of one
 * region together are its city.
 */
final class District implements Serializable {
    private static final long serialVersionUID = 1L;

    static final int PEOPLE = 10_000;

    private static final int COMMUNITIES = 100;
    private static final int[] SIZES = {50, 80, 120, 200, 60, 150, 100, 70, 90, 80};

    private final int[] start = new int[COMMUNITIES + 1];
    private final int[] communityOf = new int[PEOPLE];
    private final int[] regionOf = new int[COMMUNITIES];
    private final int[] rankOf = new int[PEOPLE];
    private final int[][] citizens;

    /** Lays out a district whose community {@code c} lies in region {@code regions.get(c)}, one of {@code regionCount}. */
    District(List<Integer> regions, int regionCount) {
        if (regions.size() != COMMUNITIES) {
            throw new IllegalArgumentException(
                    "Cannot lay out a district of " + regions.size() + " communities (need " + COMMUNITIES + ")");
        }
        var sizes = new int[regionCount];
        for (int community = 0; community < COMMUNITIES; community++) {
            int size = SIZES[community % SIZES.length];
            start[community + 1] = start[community] + size;
            regionOf[community] = regions.get(community);
            for (int place = start[community]; place < start[community + 1]; place++) {
                communityOf[place] = community;
                rankOf[place] = sizes[regionOf[community]]++;
            }
        }
        citizens = new int[regionCount][];
        for (int region = 0; region < regionCount; region++) {
            citizens[region] = new int[sizes[region]];
        }
        for (int place = 0; place < PEOPLE; place++) {
            citizens[region(place)][rankOf[place]] = place;
        }
    }

    int region(int place) {
        return regionOf[communityOf[place]];
    }

    /** First place of the community that {@code place} belongs to. */
    int communityStart(int place) {
        return start[communityOf[place]];
    }

    /** The place after the last of the community. */
    int communityEnd(int place) {
        return start[communityOf[place] + 1];
    }

    /** How many people of the same region stand before {@code place}. */
    int rankInRegion(int place) {
        return rankOf[place];
    }

    int citySize(int region) {
        return citizens[region].length;
    }

    /** The place of the city's person {@code rank}. */
    int citizen(int region, int rank) {
        return citizens[region][rank];
    }

    /** People of each region that has any. */
    Map<Integer, Integer> regionSizes() {
        var sizes = new TreeMap<Integer, Integer>();
        for (int region = 0; region < citizens.length; region++) {
            if (citizens[region].length > 0) {
                sizes.put(region, citizens[region].length);
            }
        }
        return sizes;
    }
}
