package org.sealedjoin.generate;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** What happened to a person: joining, proving the number, leaving, and whether the number was somebody else's before. */
record Life(World world) implements Serializable {
    private static final double NEWCOMERS = 0.05;

    /** What became of a number before today's holder had it. */
    enum NumberStory {
        /** Nothing. */
        PLAIN,
        /** A social account still lists it; it went back to the carrier in between. */
        ACCOUNT_BEFORE_RELEASE,
        /** A social account still lists it; no release is on record. */
        ACCOUNT_BEFORE,
        /** Somebody else had it on the messaging platform, and left. */
        USER_BEFORE,
        /** Somebody else had it on the messaging platform and on the social network, and is still there. */
        BOTH_BEFORE;

        boolean accountBefore() {
            return this == ACCOUNT_BEFORE_RELEASE || this == ACCOUNT_BEFORE || this == BOTH_BEFORE;
        }

        boolean userBefore() {
            return this == USER_BEFORE || this == BOTH_BEFORE;
        }
    }

    /** A second account that gives the same number. */
    enum SecondAccount {
        NONE,
        /** Verified within a day or two. */
        CLOSE,
        /** Verified more than a year apart. */
        FAR,
        /** Somebody else's in the family, of another age. */
        FAMILY
    }

    NumberStory numberStory(long person) {
        if (!world.onMessaging(person)) {
            return NumberStory.PLAIN;
        }
        double drawn = world.dice().unit(Draw.NUMBER_STORY, person);
        if (drawn < 0.015) {
            return NumberStory.ACCOUNT_BEFORE_RELEASE;
        }
        if (drawn < 0.025) {
            return NumberStory.ACCOUNT_BEFORE;
        }
        if (drawn < 0.035) {
            return NumberStory.USER_BEFORE;
        }
        return drawn < 0.045 ? NumberStory.BOTH_BEFORE : NumberStory.PLAIN;
    }

    SecondAccount secondAccount(long person) {
        if (!world.onSocial(person)) {
            return SecondAccount.NONE;
        }
        double drawn = world.dice().unit(Draw.SECOND_ACCOUNT, person);
        if (drawn < 0.01) {
            return SecondAccount.CLOSE;
        }
        if (drawn < 0.02) {
            return SecondAccount.FAR;
        }
        return drawn < 0.03 ? SecondAccount.FAMILY : SecondAccount.NONE;
    }

    /** When the person joined the messaging platform. */
    long registeredAt(long person) {
        Dice dice = world.dice();
        if (dice.chance(NEWCOMERS, Draw.REGISTERED, person, 0)) {
            return dice.between(Story.NEW_TERMS_AT, Story.AS_OF - Story.DAY, Draw.REGISTERED, person, 1);
        }
        long from = numberStory(person) == NumberStory.PLAIN ? Story.MESSAGING_START : Story.LAST_RELEASE + Story.DAY;
        return dice.between(from, Story.NEW_TERMS_AT, Draw.REGISTERED, person, 2);
    }

    /** When the person last proved to the messaging platform to hold the number. */
    long userVerifiedAt(long person) {
        long registered = registeredAt(person);
        if (new Roles(world).hasNewNumber(person)) {
            return Math.max(
                    registered + 20,
                    world.dice()
                            .between(
                                    Story.AS_OF - 30 * Story.DAY,
                                    Story.AS_OF - 15 * Story.DAY,
                                    Draw.VERIFIED,
                                    person,
                                    4));
        }
        // Most do so at once, some again on a new telephone later.
        return world.dice().chance(0.8, Draw.VERIFIED, person, 0)
                ? registered + world.dice().between(20, 900, Draw.VERIFIED, person, 1)
                : world.dice().between(registered, Story.AS_OF, Draw.VERIFIED, person, 2);
    }

    /** When one of those who had the person's number before, a few weeks each, proved to hold it. */
    long burnerVerifiedAt(long person, int which) {
        long first = Story.AS_OF - 160 * Story.DAY;
        return world.dice()
                .between(
                        first + which * 30 * Story.DAY,
                        first + (which + 1) * 30 * Story.DAY,
                        Draw.VERIFIED,
                        person,
                        5 + which);
    }

    /** When somebody else last proved to hold what is the person's number today. */
    long formerVerifiedAt(long person) {
        return world.dice()
                .between(Story.MESSAGING_START, Story.FIRST_RELEASE, Draw.VERIFIED, world.formerHolder(person), 0);
    }

    /** When the number went back to its carrier; null if nothing is on record. */
    @Nullable
    Long releasedAt(long person) {
        if (new Roles(world).hasNewNumber(person)) {
            return world.dice()
                    .between(Story.AS_OF - 65 * Story.DAY, Story.AS_OF - 40 * Story.DAY, Draw.VERIFIED, person, 9);
        }
        if (numberStory(person) != NumberStory.ACCOUNT_BEFORE_RELEASE) {
            return null;
        }
        return world.dice()
                .between(Story.FIRST_RELEASE, Story.LAST_RELEASE, Draw.VERIFIED, world.formerHolder(person), 1);
    }

    /** When the account {@code index} was made; doubles have old accounts. */
    long createdAt(long index) {
        long to = index < world.people() ? Story.NEW_TERMS_AT : Story.MESSAGING_START;
        return world.dice().between(Story.SOCIAL_START, to, Draw.CREATED, index, 0);
    }

    /** When the person proved to the social network to hold the number. */
    long accountVerifiedAt(long person) {
        long from = new Roles(world).hasNewNumber(person) ? userVerifiedAt(person) : firstHeldAt(person);
        return world.dice().between(from, Story.AS_OF, Draw.VERIFIED, person, 3);
    }

    /** When the second account proved it. */
    long secondVerifiedAt(long person) {
        long apart = secondAccount(person) == SecondAccount.FAR ? 400 * Story.DAY : Story.DAY;
        return Math.max(firstHeldAt(person), accountVerifiedAt(person) - apart);
    }

    /** From when on a verification belongs to today's holder of the number. */
    private long firstHeldAt(long person) {
        long created = createdAt(person);
        return numberStory(person) == NumberStory.PLAIN ? created : Math.max(created, registeredAt(person));
    }

    String userStatus(long index) {
        double drawn = world.dice().unit(Draw.STATUS, index, 0);
        return drawn < 0.02 ? "deleted" : drawn < 0.03 ? "banned" : "active";
    }

    String accountStatus(long index) {
        double drawn = world.dice().unit(Draw.STATUS, index, 1);
        if (drawn < 0.02) {
            return "deleted";
        }
        if (drawn < 0.035) {
            return "disabled";
        }
        return drawn < 0.041 ? "memorialized" : "active";
    }
}
