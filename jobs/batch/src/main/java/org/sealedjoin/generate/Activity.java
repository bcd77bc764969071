package org.sealedjoin.generate;

import java.io.Serializable;
import java.util.List;
import org.sealedjoin.table.Inputs;

/** Days of use on both platforms. */
record Activity(World world, Roles roles) implements Serializable {
    private static final int DAYS = 7;

    List<RowSource> sources() {
        long people = world.people();
        return List.of(
                new RowSource(Inputs.USAGE_DAILY, people, people * 2, this::usage),
                new RowSource(Inputs.SOCIAL_ACTIVITY_DAILY, people, people * 2, this::social));
    }

    private static int day(int back) {
        return (int) (Story.AS_OF_DAY - back);
    }

    private void usage(long person, RowSource.Sink out) {
        if (!world.onMessaging(person)) {
            return;
        }
        if (roles.of(person) != Roles.Role.ORDINARY) {
            new Conduct(world).usage(roles.of(person), person, out);
            return;
        }
        for (int back = 1; back <= DAYS; back++) {
            if (isActive(person, back)) {
                usual(person, back, out);
            }
        }
    }

    private void usual(long person, int back, RowSource.Sink out) {
        long bits = world.dice().bits(Draw.USAGE, person, back + 100L);
        long sent = 1 + (long) (8 / (1 - 0.99 * Dice.unit(bits)));
        long recipients = 1 + Dice.below(Math.min(sent, 12), Dice.again(bits, 0));
        long unknown = Dice.unit(Dice.again(bits, 1)) < 0.1 ? 1 : 0;
        long replied = recipients - Dice.below(recipients, Dice.again(bits, 2)) / 2;
        long received = Dice.below(sent * 2 + 1, Dice.again(bits, 3));
        out.row(world.userId(person), day(back), sent, received, recipients, unknown, replied);
    }

    private void social(long person, RowSource.Sink out) {
        if (world.onSocial(person)) {
            for (int back = 1; back <= DAYS; back++) {
                if (isActive(person, back)) {
                    out.row(world.accountId(person), day(back));
                }
            }
        }
    }

    /** Cubed, so that few are there every day and most now and then. */
    private boolean isActive(long person, int back) {
        double keen = world.dice().unit(Draw.ACTIVITY, person, 0);
        return world.dice().unit(Draw.ACTIVITY, person, back) < keen * keen * keen;
    }
}
