package org.sealedjoin.generate;

import java.io.Serializable;
import org.sealedjoin.base.Platform;
import org.sealedjoin.table.Inputs;

/** Who reports whom: victims of abuse, who have nothing to do with each other; brigades; and now and then anybody. */
record Reports(World world, Life life, Roles roles, Acquaintances acquaintances) implements Serializable {
    private static final String[] KINDS = {"spam", "scam", "harassment", "other"};
    private static final int TRIES = 400;
    private static final double QUARRELS = 0.01;

    /** What a brigade is made of. */
    private enum Brigade {
        /** People who joined weeks ago. */
        FRESH,
        /** People of one community, who know each other. */
        CLIQUE,
        /** People of the city who have been there for long and know each other no more than others do. */
        ESTABLISHED
    }

    RowSource source() {
        return new RowSource(Inputs.ABUSE_REPORTS, world.people(), world.people() / 10, this::reports);
    }

    private void reports(long person, RowSource.Sink out) {
        Dice dice = world.dice();
        Roles.Role role = roles.of(person);
        if (role.abuses()) {
            long victims = Dice.below(role == Roles.Role.SPAMMER ? 12 : 7, dice.bits(Draw.REPORT, person, 0));
            for (int victim = 0; victim < victims; victim++) {
                report(Platform.MESSAGING, citizen(person, victim), person, out);
            }
            long onSocial = Dice.below(4, dice.bits(Draw.REPORT, person, 1));
            for (int victim = 0; victim < onSocial; victim++) {
                report(Platform.SOCIAL, citizen(person, 50L + victim), person, out);
            }
        } else if (roles.isBrigaded(person)) {
            brigade(person, out);
        } else if (dice.chance(QUARRELS, Draw.REPORT, person, 2)) {
            long[] known = acquaintances.of(person);
            if (known.length > 0) {
                report(Platform.MESSAGING, known[0], person, out);
                report(Platform.SOCIAL, known[0], person, out);
            }
        }
    }

    private void brigade(long person, RowSource.Sink out) {
        Dice dice = world.dice();
        Brigade brigade = Dice.pick(Brigade.values(), dice.bits(Draw.REPORT, person, 3));
        boolean onSocial = brigade != Brigade.FRESH && dice.chance(0.5, Draw.REPORT, person, 4);
        long size = 8 + Dice.below(15, dice.bits(Draw.REPORT, person, 5));
        int found = 0;
        for (int candidate = 0; candidate < TRIES && found < size; candidate++) {
            long other = brigade == Brigade.CLIQUE ? neighbour(person, candidate) : citizen(person, 100L + candidate);
            boolean fits = brigade != Brigade.FRESH || life.registeredAt(other) >= Story.NEW_TERMS_AT;
            if (other != person && fits && world.onMessaging(other)) {
                found++;
                report(Platform.MESSAGING, other, person, out);
                if (onSocial) {
                    report(Platform.SOCIAL, other, person, out);
                }
            }
        }
    }

    private long citizen(long person, long which) {
        return world.citizen(person, (int)
                Dice.below(world.citySize(person), world.dice().bits(Draw.REPORT, person, 1_000 + which)));
    }

    private long neighbour(long person, int which) {
        return world.communityStart(person) + which % world.communityLength(person);
    }

    private void report(Platform platform, long reporter, long person, RowSource.Sink out) {
        boolean messaging = platform == Platform.MESSAGING;
        boolean there = messaging
                ? world.onMessaging(reporter) && world.onMessaging(person)
                : world.onSocial(reporter) && world.onSocial(person);
        if (there && reporter != person) {
            long bits = world.dice().bits(Draw.ABUSE, person, reporter);
            long at = Story.AS_OF - 1 - Dice.below(25 * Story.DAY, bits);
            out.row(
                    platform.word(),
                    messaging ? world.userId(reporter) : world.accountId(reporter),
                    messaging ? world.userId(person) : world.accountId(person),
                    Dice.pick(KINDS, Dice.again(bits, 0)),
                    at);
        }
    }
}
