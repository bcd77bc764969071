package org.sealedjoin.products.friends;

import java.io.Serializable;
import java.util.EnumSet;
import java.util.Set;
import org.sealedjoin.base.Require;

/**
 * How suggestions are made.
 *
 * @param perPerson most suggestions that a person gets
 * @param maxConnections a person with more friends and mutual contacts than this connects nobody to anybody: shops and celebrities, and
 *     a bound on the work a person can cause, which grows with the square
 * @param minSharedContacts least number of shared third persons who are not friends of both that make a suggestion by themselves: one is
 *     what two patients of one practice have, or a client and a friend of the person they pay
 * @param model scores and so orders suggestions
 * @param graphMaxBytes most memory, in bytes, that who is connected to whom may take in every process, so that each can sum up evidence by
 *     itself; above it parts of it are sent to where they are needed, which costs time and network
 * @param leftOut rules left out to measure what they cost; empty in every run that is published
 */
public record FriendsPolicy(
        int perPerson,
        int maxConnections,
        int minSharedContacts,
        RankingModel model,
        long graphMaxBytes,
        Set<SafetyRule> leftOut)
        implements Serializable {
    public FriendsPolicy {
        Require.setting(perPerson >= 1, "friends.per-person", perPerson, ">= 1");
        Require.setting(maxConnections >= 2, "friends.max-connections", maxConnections, ">= 2");
        Require.setting(minSharedContacts >= 1, "friends.min-shared-contacts", minSharedContacts, ">= 1");
        Require.setting(graphMaxBytes >= 0, "friends.graph-max-bytes", graphMaxBytes, ">= 0");
        leftOut = Set.copyOf(leftOut);
    }

    /** The default of {@code friends.graph-max-bytes}. */
    private static final long GRAPH_MAX_BYTES = 512L << 20;

    public FriendsPolicy(int perPerson, int maxConnections, int minSharedContacts, RankingModel model) {
        this(perPerson, maxConnections, minSharedContacts, model, GRAPH_MAX_BYTES);
    }

    public FriendsPolicy(
            int perPerson, int maxConnections, int minSharedContacts, RankingModel model, long graphMaxBytes) {
        this(perPerson, maxConnections, minSharedContacts, model, graphMaxBytes, Set.of());
    }

    /** Whether a rule is in force. */
    public boolean has(SafetyRule rule) {
        return !leftOut.contains(rule);
    }

    /** The same policy without one more rule, to measure what it costs. */
    public FriendsPolicy without(SafetyRule rule) {
        Set<SafetyRule> fewer = EnumSet.of(rule);
        fewer.addAll(leftOut);
        return new FriendsPolicy(perPerson, maxConnections, minSharedContacts, model, graphMaxBytes, fewer);
    }

    /** The same policy with room for more suggestions a person. */
    public FriendsPolicy upTo(int suggestions) {
        return new FriendsPolicy(suggestions, maxConnections, minSharedContacts, model, graphMaxBytes, leftOut);
    }

    /** The same policy with another limit of memory. */
    FriendsPolicy within(long graphBytes) {
        return new FriendsPolicy(perPerson, maxConnections, minSharedContacts, model, graphBytes, leftOut);
    }

    /** The same policy with another model. */
    public FriendsPolicy rankedBy(RankingModel other) {
        return new FriendsPolicy(perPerson, maxConnections, minSharedContacts, other, graphMaxBytes, leftOut);
    }

    int connectionLimit() {
        return has(SafetyRule.CONNECTION_LIMIT) ? maxConnections : Integer.MAX_VALUE;
    }

    int sharedContactsNeeded() {
        return has(SafetyRule.SECOND_SHARED_CONTACT) ? minSharedContacts : 1;
    }
}
