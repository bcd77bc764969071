package org.sealedjoin.generate;

import java.io.Serializable;
import org.sealedjoin.generate.Roles.Role;

/** Four weeks of use of people who do not behave as everybody does. */
record Conduct(World world) implements Serializable {
    private static final int DAYS = 28;
    private static final int WEEK = 7;

    void usage(Role role, long person, RowSource.Sink out) {
        for (int back = DAYS; back >= 1; back--) {
            long bits = world.dice().bits(Draw.CONDUCT, person, back);
            switch (role) {
                case SPAMMER -> spam(person, back, bits, out);
                case SCAMMER -> scam(person, back, bits, out);
                case TEACHER -> teach(person, back, bits, out);
                case SHOP -> trade(person, back, bits, out);
                case MOVER -> move(person, back, bits, out);
                default -> chat(person, back, bits, out);
            }
        }
    }

    /** From a handful of strangers a day to hundreds; many began only days ago. */
    private void spam(long person, int back, long bits, RowSource.Sink out) {
        long began = 2 + Dice.below(DAYS, world.dice().bits(Draw.CONDUCT, person, 100));
        if (back > began) {
            chat(person, back, bits, out);
            return;
        }
        double keen = world.dice().unit(Draw.CONDUCT, person, 101);
        double usual = 5 * Math.pow(80, keen);
        long strangers = 1 + (long) (usual * (0.5 + Dice.unit(Dice.again(bits, 0))));
        long known = Dice.below(4, Dice.again(bits, 1));
        long replies = known + (long) (strangers * 0.15 * Dice.unit(Dice.again(bits, 2)));
        row(person, back, strangers + known, strangers, replies, bits, out);
    }

    private void scam(long person, int back, long bits, RowSource.Sink out) {
        double keen = world.dice().unit(Draw.CONDUCT, person, 101);
        long strangers = Dice.below(3 + (long) (18 * keen), Dice.again(bits, 0));
        long known = Dice.below(3, Dice.again(bits, 1));
        long replies = known + (long) (strangers * 0.5 * Dice.unit(Dice.again(bits, 2)));
        row(person, back, strangers + known, strangers, replies, bits, out);
    }

    private void teach(long person, int back, long bits, RowSource.Sink out) {
        long recipients = back % WEEK < 2 ? 2 : 15 + Dice.below(45, Dice.again(bits, 0));
        long strangers = Dice.below(1 + recipients / 10, Dice.again(bits, 1));
        long replies = recipients / 4 + Dice.below(1 + recipients / 2, Dice.again(bits, 2));
        row(person, back, recipients, strangers, replies, bits, out);
    }

    /** Customers wrote first, so they reply, whether or not they keep the shop's number. */
    private void trade(long person, int back, long bits, RowSource.Sink out) {
        long recipients = 10 + Dice.below(90, Dice.again(bits, 0));
        long strangers = recipients / 10 + Dice.below(1 + recipients / 4, Dice.again(bits, 1));
        long replies = recipients - Dice.below(1 + recipients / 8, Dice.again(bits, 2));
        row(person, back, recipients, strangers, replies, bits, out);
    }

    private void move(long person, int back, long bits, RowSource.Sink out) {
        if (back != 1 + Dice.below(DAYS, world.dice().bits(Draw.CONDUCT, person, 100))) {
            chat(person, back, bits, out);
            return;
        }
        long recipients = 30 + Dice.below(70, Dice.again(bits, 0));
        long strangers = recipients / 2 + Dice.below(recipients / 2, Dice.again(bits, 1));
        long replies = recipients - Dice.below(recipients / 2, Dice.again(bits, 2));
        row(person, back, recipients, strangers, replies, bits, out);
    }

    private void chat(long person, int back, long bits, RowSource.Sink out) {
        if (Dice.unit(Dice.again(bits, 5)) < 0.6) {
            long recipients = 1 + Dice.below(8, Dice.again(bits, 0));
            long strangers = Dice.unit(Dice.again(bits, 1)) < 0.1 ? 1 : 0;
            row(
                    person,
                    back,
                    recipients,
                    strangers,
                    recipients - Dice.below(recipients, Dice.again(bits, 2)) / 2,
                    bits,
                    out);
        }
    }

    private void row(
            long person, int back, long recipients, long strangers, long replies, long bits, RowSource.Sink out) {
        long sent = recipients + Dice.below(recipients + 1, Dice.again(bits, 3));
        long replied = Math.min(recipients, replies);
        out.row(
                world.userId(person),
                (int) (Story.AS_OF_DAY - back),
                sent,
                replied + Dice.below(replied * 2 + 1, Dice.again(bits, 4)),
                recipients,
                Math.min(strangers, recipients),
                replied);
    }
}
