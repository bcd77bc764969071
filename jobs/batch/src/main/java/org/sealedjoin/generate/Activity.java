package org.sealedjoin.generate;

import java.io.Serializable;
import java.util.List;
import org.sealedjoin.base.Platform;
import org.sealedjoin.table.Inputs;

/** Days of use on both platforms, and reports of abuse; a few people send much to strangers and are reported for it. */
record Activity(World world, Acquaintances acquaintances) implements Serializable {
    private static final int DAYS = 7;
    private static final double ABUSERS = 0.006;
    private static final String[] KINDS = {"spam", "scam", "harassment", "other"};

    List<RowSource> sources() {
        long people = world.people();
        return List.of(
                new RowSource(Inputs.USAGE_DAILY, people, people * 2, this::usage),
                new RowSource(Inputs.SOCIAL_ACTIVITY_DAILY, people, people * 2, this::social),
                new RowSource(Inputs.ABUSE_REPORTS, people, people / 20, this::reports));
    }

    private static int day(int back) {
        return (int) (Story.AS_OF_DAY - back);
    }

    private boolean isAbuser(long person) {
        return world.dice().chance(ABUSERS, Draw.ABUSE, person, 0);
    }

    private void usage(long person, RowSource.Sink out) {
        if (!world.onMessaging(person)) {
            return;
        }
        for (int back = 1; back <= DAYS; back++) {
            if (isAbuser(person)) {
                long sent = world.dice().between(200, 900, Draw.USAGE, person, back);
                out.row(world.userId(person), day(back), sent, sent / 40, sent / 2, sent * 2 / 5, sent / 60);
            } else if (isActive(person, back)) {
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

    private void reports(long person, RowSource.Sink out) {
        Dice dice = world.dice();
        int victims = isAbuser(person) ? 5 : dice.chance(0.01, Draw.ABUSE, person, 1) ? 1 : 0;
        long[] known = acquaintances.of(person);
        for (int victim = 0; victim < Math.min(victims, known.length); victim++) {
            long other = known[victim];
            long bits = dice.bits(Draw.ABUSE, person, other);
            long at = Story.AS_OF - Dice.below(30 * Story.DAY, bits) - 1;
            String kind = Dice.pick(KINDS, Dice.again(bits, 0));
            if (world.onMessaging(person) && world.onMessaging(other)) {
                out.row(Platform.MESSAGING.word(), world.userId(other), world.userId(person), kind, at);
            } else if (world.onSocial(person) && world.onSocial(other)) {
                out.row(Platform.SOCIAL.word(), world.accountId(other), world.accountId(person), kind, at);
            }
        }
    }
}
