package org.sealedjoin.products.friends;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * The rules of suggestions by their meaning, slow and person by person. Two people are <em>tied</em> if they are friends or each has the
 * other in the book. There is enough to suggest {@code b} to {@code a} if both have the other in the book, if they share a friend, or if
 * enough others are tied to both. Nothing that only one side wrote down matters, but that b wrote a down raises the score.
 */
record SlowSuggestions(
        Set<Pair> entries,
        Set<Pair> friendships,
        Map<Long, Boolean> adults,
        Map<Long, String> regions,
        Set<Long> discoverable,
        Set<Pair> excluded,
        Set<Pair> dismissed,
        Map<Pair, Integer> shown,
        FriendsPolicy policy) {
    /** From, to. */
    record Pair(long from, long to) {
        Pair turned() {
            return new Pair(to, from);
        }
    }

    /** A row of the product. */
    record Suggestion(long account, long suggested, int rank, double score, String reason) {}

    boolean friends(long a, long b) {
        return friendships.contains(new Pair(a, b)) || friendships.contains(new Pair(b, a));
    }

    private boolean wrote(long owner, long contact) {
        return entries.contains(new Pair(owner, contact));
    }

    private boolean mutual(long a, long b) {
        return wrote(a, b) && wrote(b, a);
    }

    private boolean tied(long a, long b) {
        return a != b && (friends(a, b) || mutual(a, b));
    }

    private Set<Long> everybody() {
        var ids = new HashSet<Long>();
        for (Set<Pair> pairs : List.of(entries, friendships)) {
            for (Pair pair : pairs) {
                ids.add(pair.from());
                ids.add(pair.to());
            }
        }
        return ids;
    }

    private long degree(long one) {
        return everybody().stream().filter(other -> tied(one, other)).count();
    }

    /** Those who may connect a and b, and do so in this way. */
    private List<Long> between(long a, long b, LongPredicate way) {
        return everybody().stream()
                .filter(c -> tied(a, c) && tied(b, c) && degree(c) <= policy.maxConnections() && way.test(c))
                .toList();
    }

    private List<Long> sharedFriends(long a, long b) {
        return between(a, b, c -> friends(a, c) && friends(b, c));
    }

    private List<Long> sharedContacts(long a, long b) {
        return between(a, b, c -> !(friends(a, c) && friends(b, c)));
    }

    List<Suggestion> all() {
        var found = new ArrayList<Suggestion>();
        for (long a : everybody()) {
            var ofA = new ArrayList<Map.Entry<Long, Double>>();
            for (long b : everybody()) {
                if (allowed(a, b) && enough(a, b)) {
                    ofA.add(Map.entry(b, policy.model().score(features(a, b))));
                }
            }
            ofA.sort((x, y) -> x.getValue().equals(y.getValue())
                    ? Long.compare(x.getKey(), y.getKey())
                    : Double.compare(y.getValue(), x.getValue()));
            for (int i = 0; i < Math.min(ofA.size(), policy.perPerson()); i++) {
                long b = ofA.get(i).getKey();
                found.add(new Suggestion(a, b, i + 1, ofA.get(i).getValue(), reason(a, b)));
            }
        }
        return found;
    }

    private boolean allowed(long a, long b) {
        return a != b
                && !friends(a, b)
                && adults.containsKey(a)
                && adults.containsKey(b)
                && adults.get(a).equals(adults.get(b))
                && discoverable.contains(b)
                && !excluded.contains(new Pair(a, b))
                && !excluded.contains(new Pair(b, a))
                && !dismissed.contains(new Pair(a, b));
    }

    private boolean enough(long a, long b) {
        return mutual(a, b)
                || !sharedFriends(a, b).isEmpty()
                || sharedContacts(a, b).size() >= policy.minSharedContacts();
    }

    private double[] features(long a, long b) {
        List<Long> friends = sharedFriends(a, b);
        List<Long> contacts = sharedContacts(a, b);
        return new double[] {
            friends.size(),
            sum(friends, degree -> 1 / Math.log(Math.max(degree, 2))),
            sum(friends, degree -> 1 / Math.sqrt(degree)),
            sum(friends, degree -> 1 / degree),
            contacts.size(),
            sum(contacts, degree -> 1 / Math.log(Math.max(degree, 2))),
            sum(contacts, degree -> 1 / Math.sqrt(degree)),
            sum(contacts, degree -> 1 / degree),
            mutual(a, b) ? 1 : 0,
            wrote(b, a) && !wrote(a, b) ? 1 : 0,
            Math.log(1 + degree(b)),
            regions.get(a).equals(regions.get(b)) ? 1 : 0,
            Math.log(1 + shown.getOrDefault(new Pair(a, b), 0))
        };
    }

    private double sum(List<Long> thirds, java.util.function.DoubleUnaryOperator weight) {
        long millionths = 0;
        for (long third : thirds) {
            millionths += Math.round(1_000_000 * weight.applyAsDouble(degree(third)));
        }
        return millionths / 1e6;
    }

    private String reason(long a, long b) {
        if (mutual(a, b)) {
            return "in_your_contacts";
        }
        return sharedFriends(a, b).isEmpty() ? "shared_contacts" : "shared_friends";
    }
}
