package org.sealedjoin.generate;

import java.io.Serializable;
import java.util.Locale;

/** Who behaves how: the few who abuse, and the few whom a careless rule would take for them. */
record Roles(World world) implements Serializable {
    /** How a person behaves. */
    enum Role {
        ORDINARY,
        /** Writes to many strangers, of whom few reply. */
        SPAMMER,
        /** Writes to a few strangers a day, some of whom reply; changes numbers. */
        SCAMMER,
        /** Behaves like anybody, and is reported by a brigade. */
        BRIGADED,
        /** Writes to a class at once; most parents know the number. */
        TEACHER,
        /** Writes to many customers, of whom some do not know the number and most reply. */
        SHOP,
        /** Told everybody of a new number on one day. */
        MOVER,
        /** Holds since lately a number that was somebody else's. */
        RECYCLED;

        boolean abuses() {
            return this == SPAMMER || this == SCAMMER;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final double BUSY_AND_BRIGADED = 0.25;
    private static final double SCAMMERS_WITH_NEW_NUMBERS = 0.5;
    private static final double RECYCLED_AFTER_ANOTHER = 0.4;
    private static final int MOST_BURNERS = 3;

    Role of(long person) {
        if (!world.onMessaging(person)) {
            return Role.ORDINARY;
        }
        if (world.isShop(person)) {
            return Role.SHOP;
        }
        double drawn = world.dice().unit(Draw.ROLE, person, 0);
        if (drawn < 0.006) {
            return Role.SPAMMER;
        }
        if (drawn < 0.010) {
            return Role.SCAMMER;
        }
        if (drawn < 0.014) {
            return Role.BRIGADED;
        }
        if (drawn < 0.020) {
            return Role.TEACHER;
        }
        if (drawn < 0.023) {
            return Role.SHOP;
        }
        if (drawn < 0.028) {
            return Role.MOVER;
        }
        return drawn < 0.034 ? Role.RECYCLED : Role.ORDINARY;
    }

    /** Also some of the busy people are brigaded: the hardest case. */
    boolean isBrigaded(long person) {
        Role role = of(person);
        return role == Role.BRIGADED
                || ((role == Role.TEACHER || role == Role.SHOP)
                        && world.dice().chance(BUSY_AND_BRIGADED, Draw.ROLE, person, 1));
    }

    /** True if the number was somebody else's until lately. */
    boolean hasNewNumber(long person) {
        Role role = of(person);
        return role == Role.RECYCLED
                || (role == Role.SCAMMER && world.dice().chance(SCAMMERS_WITH_NEW_NUMBERS, Draw.ROLE, person, 2));
    }

    /** How many users had the number for a few weeks each before its holder of today. */
    int burners(long person) {
        if (!hasNewNumber(person)) {
            return 0;
        }
        long bits = world.dice().bits(Draw.ROLE, person, 3);
        return of(person) == Role.SCAMMER
                ? 1 + (int) Dice.below(MOST_BURNERS, bits)
                : Dice.unit(bits) < RECYCLED_AFTER_ANOTHER ? 1 : 0;
    }
}
