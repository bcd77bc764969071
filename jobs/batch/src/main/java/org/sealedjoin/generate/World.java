package org.sealedjoin.generate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Who lives where, on which platform, with which number. A person is an index below {@link #people}; everything about the person is a
 * pure function of it. Indexes from there on name the doubles: those who held a number before, and second accounts.
 */
final class World implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final double ONLY_MESSAGING = 0.25;
    private static final double ONLY_SOCIAL = 0.20;

    /** The eighth person of each city is the clinic or shop that everybody knows. */
    private static final int SHOP_RANK = 7;

    private final GenerationSpec spec;
    private final Dice dice;
    private final District district;
    private final ArrayList<NumberSpace> spaces = new ArrayList<>();

    World(GenerationSpec spec) {
        this.spec = spec;
        dice = new Dice(spec.seed());
        List<RegionPlan> plans = RegionPlans.of(spec.numbers());
        district = new District(RegionPlans.communities(spec.numbers()), plans.size());
        long districts = (spec.people() + District.PEOPLE - 1) / District.PEOPLE;
        for (int region = 0; region < plans.size(); region++) {
            spaces.add(NumberSpace.of(
                    plans.get(region), districts * district.citySize(region), dice.bits(Draw.NUMBER, region)));
        }
    }

    GenerationSpec spec() {
        return spec;
    }

    Dice dice() {
        return dice;
    }

    long people() {
        return spec.people();
    }

    /** The one who held the person's number, or shares it, before. */
    long formerHolder(long person) {
        return people() + person;
    }

    /** The person's second account, or that of somebody in the family. */
    long secondAccount(long person) {
        return 2 * people() + person;
    }

    /** An index that names nobody else, for rows that are bad in one column. */
    long nobody(long person) {
        return 3 * people() + person;
    }

    /** One of those who had the person's number for a few weeks each. */
    long burner(long person, int which) {
        return (4 + which) * people() + person;
    }

    long userId(long index) {
        return Scramble.id(index, dice.bits(Draw.USER_ID, 0));
    }

    long accountId(long index) {
        return Scramble.id(index, dice.bits(Draw.ACCOUNT_ID, 0));
    }

    boolean onMessaging(long person) {
        return isShop(person) || dice.unit(Draw.PLATFORM, person) < 1 - ONLY_SOCIAL;
    }

    boolean onSocial(long person) {
        return isShop(person) || dice.unit(Draw.PLATFORM, person) >= ONLY_MESSAGING;
    }

    boolean onBoth(long person) {
        return onMessaging(person) && onSocial(person);
    }

    /** True for the clinics and shops that are on both platforms and in very many books. */
    boolean isShop(long person) {
        return district.rankInRegion(place(person)) == SHOP_RANK;
    }

    String region(long person) {
        return space(person).plan().region();
    }

    int regionIndex(long person) {
        return district.region(place(person));
    }

    RegionPlan plan(long person) {
        return space(person).plan();
    }

    /** The person's number. */
    Phone phone(long person) {
        return space(person).first(rankInRegion(person));
    }

    /** A number that only this person ever gives, and not as the first. */
    Phone secondPhone(long person) {
        return space(person).second(rankInRegion(person));
    }

    /** A number of somebody on no platform whom people of this community know. */
    Phone localStranger(long person, long bits) {
        long from = NumberSpace.strangers(rankInRegion(communityStart(person)));
        long to = NumberSpace.strangers(rankInRegion(communityStart(person) + communityLength(person) - 1) + 1);
        // Squared, so that a few are known to many.
        double drawn = Dice.unit(bits);
        return space(person).stranger(from + (long) ((to - from) * drawn * drawn));
    }

    /** A number of anybody in the region who is on no platform. */
    Phone anyStranger(long person, long bits) {
        NumberSpace space = space(person);
        return space.stranger(Dice.below(NumberSpace.strangers(space.people()), bits));
    }

    /** A number of the region that very many people know. */
    Phone hotline(long person, long bits) {
        double drawn = Dice.unit(bits);
        return space(person).hotline((int) (NumberSpace.HOTLINES * drawn * drawn * drawn));
    }

    /** The shop of the person's city; the person itself while the city is too small for one. */
    long shop(long person) {
        int region = regionIndex(person);
        if (district.citySize(region) <= SHOP_RANK) {
            return person;
        }
        long shop = districtStart(person) + district.citizen(region, SHOP_RANK);
        return shop < people() ? shop : person;
    }

    long communityStart(long person) {
        return districtStart(person) + district.communityStart(place(person));
    }

    /** How many people the community has; the last one of the world may be cut short. */
    int communityLength(long person) {
        long end = Math.min(people(), districtStart(person) + district.communityEnd(place(person)));
        return (int) (end - communityStart(person));
    }

    /** People of the person's city in its district, had the district all its people. */
    int citySize(long person) {
        return district.citySize(regionIndex(person));
    }

    int rankInCity(long person) {
        return district.rankInRegion(place(person));
    }

    /** The city's person {@code rank}; {@code person} itself if the world ends before. */
    long citizen(long person, int rank) {
        long found = districtStart(person) + district.citizen(regionIndex(person), rank);
        return found < people() ? found : person;
    }

    /** The number of the person's district. */
    long districtNumber(long person) {
        return person / District.PEOPLE;
    }

    /** The next one who is on the social network, or the person itself if there is none. */
    long nextOnSocial(long person) {
        for (long step = 1; step < people(); step++) {
            long other = (person + step) % people();
            if (onSocial(other)) {
                return other;
            }
        }
        return person;
    }

    private long rankInRegion(long person) {
        return districtNumber(person) * district.citySize(regionIndex(person)) + district.rankInRegion(place(person));
    }

    private NumberSpace space(long person) {
        return spaces.get(regionIndex(person));
    }

    private static int place(long person) {
        return (int) (person % District.PEOPLE);
    }

    private static long districtStart(long person) {
        return person - person % District.PEOPLE;
    }
}
