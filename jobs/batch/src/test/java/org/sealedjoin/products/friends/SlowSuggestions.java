package org.sealedjoin.products.friends;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rules of suggestions by their meaning, slow and without counting paths: there is <em>evidence</em> to suggest {@code b} to
 * {@code a} if b has a in the book, or if somebody is connected to both and b made or accepted that connection. A suggestion needs evidence that
 * is still there when every one-way entry is taken away. What only the viewer wrote down adds no weight.
 */
record SlowSuggestions(
        Set<Pair> entries,
        Set<Pair> friendships,
        Map<Long, Boolean> adults,
        Set<Long> discoverable,
        Set<Pair> excluded,
        Set<Pair> dismissed,
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

    private static boolean has(Set<Pair> entries, long owner, long contact) {
        return entries.contains(new Pair(owner, contact));
    }

    private boolean connected(long a, long b, Set<Pair> book) {
        return friends(a, b) || has(book, a, b) || has(book, b, a);
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

    private Map<Long, Integer> degrees(Set<Long> everybody) {
        var degrees = new HashMap<Long, Integer>();
        for (long one : everybody) {
            degrees.put(one, (int) everybody.stream()
                    .filter(other -> other != one && (friends(one, other) || has(entries, one, other)))
                    .count());
        }
        return degrees;
    }

    boolean evidence(long a, long b, Set<Pair> book, Set<Long> connectors) {
        return has(book, b, a)
                || connectors.stream()
                        .filter(c -> c != a && c != b)
                        .anyMatch(c -> connected(a, c, book) && (friends(b, c) || has(book, b, c)));
    }

    private Set<Pair> mutualEntries() {
        return entries.stream()
                .filter(entry -> entries.contains(entry.turned()))
                .collect(Collectors.toSet());
    }

    List<Suggestion> all() {
        Set<Long> everybody = everybody();
        Map<Long, Integer> degrees = degrees(everybody);
        Set<Long> connectors = everybody.stream()
                .filter(one -> degrees.get(one) <= policy.maxConnections())
                .collect(Collectors.toSet());
        Set<Pair> mutual = mutualEntries();
        var found = new ArrayList<Suggestion>();
        for (long a : everybody) {
            var ofA = new ArrayList<Map.Entry<Long, Long>>();
            for (long b : everybody) {
                if (allowed(a, b) && evidence(a, b, mutual, connectors)) {
                    ofA.add(Map.entry(b, weight(a, b, connectors, degrees)));
                }
            }
            ofA.sort((x, y) -> x.getValue().equals(y.getValue())
                    ? Long.compare(x.getKey(), y.getKey())
                    : Long.compare(y.getValue(), x.getValue()));
            for (int i = 0; i < Math.min(ofA.size(), policy.perPerson()); i++) {
                long b = ofA.get(i).getKey();
                double strength = ofA.get(i).getValue() / 1e6;
                found.add(new Suggestion(a, b, i + 1, strength / (strength + 1), reason(a, b, connectors)));
            }
        }
        return found;
    }

    private boolean allowed(long a, long b) {
        return a != b
                && adults.containsKey(a)
                && adults.containsKey(b)
                && adults.get(a).equals(adults.get(b))
                && discoverable.contains(b)
                && !excluded.contains(new Pair(a, b))
                && !excluded.contains(new Pair(b, a))
                && !dismissed.contains(new Pair(a, b));
    }

    private long weight(long a, long b, Set<Long> connectors, Map<Long, Integer> degrees) {
        long weight = has(entries, b, a) ? (has(entries, a, b) ? 5_000_000 : 3_000_000) : 0;
        for (long c : connectors) {
            if (c != a && c != b && (friends(a, c) || has(entries, c, a)) && connected(b, c, entries)) {
                weight += Math.round(1_000_000 / Math.log(Math.max(degrees.get(c), 2)));
            }
        }
        return weight;
    }

    private String reason(long a, long b, Set<Long> connectors) {
        if (has(entries, a, b) && has(entries, b, a)) {
            return "in_your_contacts";
        }
        return connectors.stream().anyMatch(c -> friends(a, c) && friends(b, c)) ? "shared_friends" : "shared_contacts";
    }
}
