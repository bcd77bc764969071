package org.sealedjoin.products.friends;

import java.util.Arrays;

/**
 * All evidence about one viewer, by suggested person, in arrays of numbers: a hash table from id to slot and a column an attribute.
 * Cleared and used again for the next viewer. Weights are in millionths, so that sums do not depend on their order.
 */
final class Evidence {
    static final double MILLION = 1_000_000;

    private static final long EMPTY = Long.MIN_VALUE;
    private static final int KINDS = 2;
    private static final int FRIENDS = 0;
    private static final int CONTACTS = 1;

    private final FriendsPolicy policy;
    private long[] table = new long[256];
    private int[] slots = new int[256];
    private int size;
    private long[] ids = new long[128];
    private int[] places = new int[128];
    private int[] degrees = new int[128];
    private int[] regions = new int[128];
    private byte[] ties = new byte[128];
    private int[] shown = new int[128];
    private int[] counts = new int[KINDS * 128];
    private long[] adamicAdar = new long[KINDS * 128];
    private long[] damped = new long[KINDS * 128];
    private long[] allocation = new long[KINDS * 128];

    private long viewer;
    private boolean adult;
    private int region;
    private int removed;
    private boolean known;

    Evidence(FriendsPolicy policy) {
        this.policy = policy;
        Arrays.fill(table, EMPTY);
    }

    /** Forgets everything and starts with another viewer, of whom nothing is known yet. */
    void start(long account) {
        viewer = account;
        known = false;
        for (int i = 0; i < size; i++) {
            // Only what was used: clearing a table that one celebrity made large would cost every later person as much.
            table[places[i]] = EMPTY;
        }
        size = 0;
    }

    /** How many suggestions of the viewer may be taken out afterwards. */
    int removed() {
        return removed;
    }

    int size() {
        return size;
    }

    long id(int slot) {
        return ids[slot];
    }

    /** The viewer's own side; before any path. */
    void own(byte[] packed) {
        var reader = new Packing.Reader(packed);
        known = true;
        adult = reader.number() == 1;
        region = reader.smallNumber();
        removed = reader.smallNumber();
        for (int left = reader.smallNumber(); left > 0; left--) {
            Neighbour neighbour = Neighbour.read(reader, region);
            if (mayBeSeen(neighbour)) {
                ties[slot(neighbour)] = (byte) (neighbour.tie().ordinal() + 1);
            }
        }
        while (reader.hasMore()) {
            long id = reader.id();
            int times = reader.smallNumber();
            int place = placeOf(id);
            if (table[place] == id) {
                shown[slots[place]] = times;
            } else {
                // Evidence may still come; remembered under a slot that is no candidate without any.
                shown[slot(new Neighbour(id, 0, 0, Neighbour.Tie.ENTRY_BY_PERSON, adult, true))] = times;
            }
        }
    }

    /** What somebody tied to the viewer is tied to. */
    void path(boolean byFriendship, byte[] packed) {
        if (!known) {
            return;
        }
        var reader = new Packing.Reader(packed);
        long degree = reader.number();
        int home = reader.smallNumber();
        long adamicAdarWeight = Math.round(MILLION / Math.log(Math.max(degree, 2)));
        long dampedWeight = Math.round(MILLION / Math.sqrt(Math.max(degree, 1)));
        long allocationWeight = Math.round(MILLION / Math.max(degree, 1));
        while (reader.hasMore()) {
            Neighbour end = Neighbour.read(reader, home);
            if (!mayBeSeen(end)) {
                continue;
            }
            int slot = slot(end);
            degrees[slot] = end.degree();
            regions[slot] = end.region();
            int kind = KINDS * slot + (byFriendship && end.tie() == Neighbour.Tie.FRIEND ? FRIENDS : CONTACTS);
            counts[kind]++;
            adamicAdar[kind] += adamicAdarWeight;
            damped[kind] += dampedWeight;
            allocation[kind] += allocationWeight;
        }
    }

    private boolean mayBeSeen(Neighbour end) {
        return end.id() != viewer
                && (end.discoverable() || !policy.has(SafetyRule.DISCOVERABLE))
                && (end.adult() == adult || !policy.has(SafetyRule.AGE_GROUPS));
    }

    /** Whether the evidence about this person is enough. */
    boolean suffices(int slot) {
        return !tied(slot, Neighbour.Tie.FRIEND)
                && (tied(slot, Neighbour.Tie.MUTUAL_ENTRY)
                        || counts[KINDS * slot + FRIENDS] > 0
                        || counts[KINDS * slot + CONTACTS] >= policy.sharedContactsNeeded()
                        || !policy.has(SafetyRule.FIRM_EVIDENCE) && ties[slot] != 0);
    }

    private boolean tied(int slot, Neighbour.Tie tie) {
        return ties[slot] == tie.ordinal() + 1;
    }

    /** Writes the features of a person, in the order of {@link Feature#values}. */
    void describe(int slot, double[] features) {
        int friends = KINDS * slot + FRIENDS;
        int contacts = KINDS * slot + CONTACTS;
        features[0] = counts[friends];
        features[1] = adamicAdar[friends] / MILLION;
        features[2] = damped[friends] / MILLION;
        features[3] = allocation[friends] / MILLION;
        features[4] = counts[contacts];
        features[5] = adamicAdar[contacts] / MILLION;
        features[6] = damped[contacts] / MILLION;
        features[7] = allocation[contacts] / MILLION;
        features[8] = tied(slot, Neighbour.Tie.MUTUAL_ENTRY) ? 1 : 0;
        features[9] = tied(slot, Neighbour.Tie.ENTRY_BY_NEIGHBOUR) ? 1 : 0;
        features[10] = Math.log1p(degrees[slot]);
        features[11] = regions[slot] == region ? 1 : 0;
        features[12] = Math.log1p(shown[slot]);
    }

    /** A reason that fits many people and names none. */
    String reason(int slot) {
        if (tied(slot, Neighbour.Tie.MUTUAL_ENTRY)) {
            return "in_your_contacts";
        }
        return counts[KINDS * slot + FRIENDS] > 0 ? "shared_friends" : "shared_contacts";
    }

    private int placeOf(long id) {
        int place = (int) (id * 0x9E3779B97F4A7C15L >>> 40) & table.length - 1;
        while (table[place] != EMPTY && table[place] != id) {
            place = place + 1 & table.length - 1;
        }
        return place;
    }

    private int slot(Neighbour neighbour) {
        int place = placeOf(neighbour.id());
        if (table[place] == neighbour.id()) {
            return slots[place];
        }
        if (size == ids.length) {
            grow();
            place = placeOf(neighbour.id());
        }
        int slot = size++;
        table[place] = neighbour.id();
        slots[place] = slot;
        places[slot] = place;
        ids[slot] = neighbour.id();
        degrees[slot] = neighbour.degree();
        regions[slot] = neighbour.region();
        ties[slot] = 0;
        shown[slot] = 0;
        for (int kind = KINDS * slot; kind < KINDS * (slot + 1); kind++) {
            counts[kind] = 0;
            adamicAdar[kind] = 0;
            damped[kind] = 0;
            allocation[kind] = 0;
        }
        return slot;
    }

    private void grow() {
        int twice = ids.length * 2;
        ids = Arrays.copyOf(ids, twice);
        places = Arrays.copyOf(places, twice);
        degrees = Arrays.copyOf(degrees, twice);
        regions = Arrays.copyOf(regions, twice);
        ties = Arrays.copyOf(ties, twice);
        shown = Arrays.copyOf(shown, twice);
        counts = Arrays.copyOf(counts, KINDS * twice);
        adamicAdar = Arrays.copyOf(adamicAdar, KINDS * twice);
        damped = Arrays.copyOf(damped, KINDS * twice);
        allocation = Arrays.copyOf(allocation, KINDS * twice);
        table = new long[2 * twice];
        Arrays.fill(table, EMPTY);
        slots = new int[2 * twice];
        for (int slot = 0; slot < size; slot++) {
            int place = placeOf(ids[slot]);
            table[place] = ids[slot];
            slots[place] = slot;
            places[slot] = place;
        }
    }
}
