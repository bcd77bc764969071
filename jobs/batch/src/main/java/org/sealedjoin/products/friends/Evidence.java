package org.sealedjoin.products.friends;

import java.util.Arrays;

/**
 * All evidence about one viewer, by suggested person, in arrays of numbers: a hash table from person to slot and a column an attribute.
 * Cleared and used again for the next viewer. Weights are in millionths, so that sums do not depend on their order.
 */
final class Evidence {
    static final double MILLION = 1_000_000;

    private static final int FEW = 128;
    /** Of a slot: for either kind of third persons how many, and the sums of their three weights. One cache line. */
    private static final int SUMS = 8;

    private static final int FRIENDS = 0;
    private static final int CONTACTS = 4;

    private final FriendsPolicy policy;
    private final People people;
    private final Ties ties;
    private final int connectionLimit;
    private final boolean firmOnly;
    private final double[] logs;
    private final long[] weights;

    /** Slot and one, by hash of the person; 0: nobody. */
    private int[] table = new int[2 * FEW];

    private int size;
    private int[] persons = new int[FEW];
    private int[] places = new int[FEW];
    private byte[] tiesToViewer = new byte[FEW];
    private int[] shown = new int[FEW];
    private long[] sums = new long[SUMS * FEW];

    private int viewer;
    private int traitsAsked;
    private int traitsWanted;

    Evidence(FriendsPolicy policy, People people, Ties ties) {
        this.policy = policy;
        this.people = people;
        this.ties = ties;
        connectionLimit = policy.connectionLimit();
        firmOnly = policy.has(SafetyRule.FIRM_EVIDENCE);
        int highest = ties.highestDegree();
        logs = new double[highest + 1];
        for (int degree = 0; degree <= highest; degree++) {
            logs[degree] = Math.log1p(degree);
        }
        weights = weights(Math.min(connectionLimit, highest));
    }

    /** What a third person counts, by degree: the weights of Adamic and Adar, damped, and of allocation. */
    private static long[] weights(int highest) {
        long[] weights = new long[3 * (highest + 1)];
        for (int degree = 0; degree <= highest; degree++) {
            weights[3 * degree] = Math.round(MILLION / Math.log(Math.max(degree, 2)));
            weights[3 * degree + 1] = Math.round(MILLION / Math.sqrt(Math.max(degree, 1)));
            weights[3 * degree + 2] = Math.round(MILLION / Math.max(degree, 1));
        }
        return weights;
    }

    /** Forgets everything and gathers what there is about another viewer. */
    void gather(int person) {
        for (int slot = 0; slot < size; slot++) {
            // Only what was used: clearing a table that one celebrity made large would cost every later person as much.
            table[places[slot]] = 0;
        }
        size = 0;
        viewer = person;
        boolean byAge = policy.has(SafetyRule.AGE_GROUPS);
        boolean byWish = policy.has(SafetyRule.DISCOVERABLE);
        traitsAsked = People.KNOWN_AGE | (byAge ? People.ADULT : 0) | (byWish ? People.DISCOVERABLE : 0);
        traitsWanted = People.KNOWN_AGE
                | (byAge ? people.traits(person) & People.ADULT : 0)
                | (byWish ? People.DISCOVERABLE : 0);
        for (int place = ties.first(person); place < ties.afterLast(person); place++) {
            own(ties.at(place));
        }
        for (int place = ties.first(person); place < ties.afterLast(person); place++) {
            int end = ties.at(place);
            int degree = ties.degree(Ties.person(end));
            if (degree <= connectionLimit && (!firmOnly || Ties.isFirm(end))) {
                through(end, degree);
            }
        }
    }

    private void own(int end) {
        int kind = Ties.kind(end);
        // What a person merely wrote down tells that person nothing.
        if (mayBeSeen(Ties.person(end)) && (!firmOnly || kind != Neighbour.Tie.ENTRY_BY_PERSON.ordinal())) {
            // First the slot: making room for it replaces the array.
            int slot = slot(Ties.person(end));
            tiesToViewer[slot] = (byte) (kind + 1);
        }
    }

    /** What somebody tied to the viewer is tied to. */
    private void through(int middle, int degree) {
        boolean byFriendship = isFriend(middle);
        long adamicAdar = weights[3 * degree];
        long damped = weights[3 * degree + 1];
        long allocation = weights[3 * degree + 2];
        int last = ties.afterLast(Ties.person(middle));
        for (int place = ties.first(Ties.person(middle)); place < last; place++) {
            int end = ties.at(place);
            if (firmOnly && !Ties.isFirm(end) || !mayBeSeen(Ties.person(end))) {
                continue;
            }
            int sum = SUMS * slot(Ties.person(end)) + (byFriendship && isFriend(end) ? FRIENDS : CONTACTS);
            sums[sum]++;
            sums[sum + 1] += adamicAdar;
            sums[sum + 2] += damped;
            sums[sum + 3] += allocation;
        }
    }

    private static boolean isFriend(int end) {
        return Ties.kind(end) == Neighbour.Tie.FRIEND.ordinal();
    }

    private boolean mayBeSeen(int person) {
        return (people.traits(person) & traitsAsked) == traitsWanted && person != viewer;
    }

    /** Says how often somebody was shown to the viewer. Of no consequence where there is no evidence. */
    void shown(int person, int times) {
        int place = placeOf(person);
        if (table[place] != 0) {
            shown[table[place] - 1] = times;
        }
    }

    int size() {
        return size;
    }

    long id(int slot) {
        return people.id(persons[slot]);
    }

    /** Whether the evidence about this person is enough. */
    boolean suffices(int slot) {
        return !tied(slot, Neighbour.Tie.FRIEND)
                && (tied(slot, Neighbour.Tie.MUTUAL_ENTRY)
                        || sums[SUMS * slot + FRIENDS] > 0
                        || sums[SUMS * slot + CONTACTS] >= policy.sharedContactsNeeded()
                        || !firmOnly && tiesToViewer[slot] != 0);
    }

    private boolean tied(int slot, Neighbour.Tie tie) {
        return tiesToViewer[slot] == tie.ordinal() + 1;
    }

    /** Writes the features of a person, in the order of {@link Feature#values}. */
    void describe(int slot, double[] features) {
        int friends = SUMS * slot + FRIENDS;
        int contacts = SUMS * slot + CONTACTS;
        features[0] = sums[friends];
        features[1] = sums[friends + 1] / MILLION;
        features[2] = sums[friends + 2] / MILLION;
        features[3] = sums[friends + 3] / MILLION;
        features[4] = sums[contacts];
        features[5] = sums[contacts + 1] / MILLION;
        features[6] = sums[contacts + 2] / MILLION;
        features[7] = sums[contacts + 3] / MILLION;
        features[8] = tied(slot, Neighbour.Tie.MUTUAL_ENTRY) ? 1 : 0;
        features[9] = tied(slot, Neighbour.Tie.ENTRY_BY_NEIGHBOUR) ? 1 : 0;
        features[10] = logs[ties.degree(persons[slot])];
        features[11] = people.region(persons[slot]) == people.region(viewer) ? 1 : 0;
        features[12] = shown[slot] == 0 ? 0 : Math.log1p(shown[slot]);
    }

    /** A reason that fits many people and names none. */
    String reason(int slot) {
        if (tied(slot, Neighbour.Tie.MUTUAL_ENTRY)) {
            return "in_your_contacts";
        }
        return sums[SUMS * slot + FRIENDS] > 0 ? "shared_friends" : "shared_contacts";
    }

    private int placeOf(int person) {
        int place = person * 0x9E3779B9 >>> 7 & table.length - 1;
        while (table[place] != 0 && persons[table[place] - 1] != person) {
            place = place + 1 & table.length - 1;
        }
        return place;
    }

    private int slot(int person) {
        int place = placeOf(person);
        if (table[place] != 0) {
            return table[place] - 1;
        }
        if (size == persons.length) {
            grow();
            place = placeOf(person);
        }
        int slot = size++;
        table[place] = slot + 1;
        places[slot] = place;
        persons[slot] = person;
        tiesToViewer[slot] = 0;
        shown[slot] = 0;
        Arrays.fill(sums, SUMS * slot, SUMS * (slot + 1), 0);
        return slot;
    }

    private void grow() {
        int twice = persons.length * 2;
        persons = Arrays.copyOf(persons, twice);
        places = Arrays.copyOf(places, twice);
        tiesToViewer = Arrays.copyOf(tiesToViewer, twice);
        shown = Arrays.copyOf(shown, twice);
        sums = Arrays.copyOf(sums, SUMS * twice);
        table = new int[2 * twice];
        for (int slot = 0; slot < size; slot++) {
            int place = placeOf(persons[slot]);
            table[place] = slot + 1;
            places[slot] = place;
        }
    }
}
