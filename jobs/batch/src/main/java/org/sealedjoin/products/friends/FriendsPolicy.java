package org.sealedjoin.products.friends;

import org.sealedjoin.base.Require;

/**
 * How suggestions are made.
 *
 * @param perPerson most suggestions that a person gets
 * @param maxConnections a person with more connections than this connects nobody to anybody: shops and celebrities, and a bound on
 *     the work a person can cause, which grows with the square
 */
public record FriendsPolicy(int perPerson, int maxConnections) {
    public FriendsPolicy {
        Require.setting(perPerson >= 1, "friends.per-person", perPerson, ">= 1");
        Require.setting(maxConnections >= 2, "friends.max-connections", maxConnections, ">= 2");
    }
}
