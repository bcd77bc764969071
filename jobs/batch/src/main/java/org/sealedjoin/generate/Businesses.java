package org.sealedjoin.generate;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.table.Inputs;

/** Businesses, their customers, what these want to hear, and what was sent. */
record Businesses(World world, Life life) implements Serializable {
    private static final long FIRST_ID = 7_000;
    private static final long PEOPLE_PER_BUSINESS = 200;
    private static final long HOUR = 3_600;
    private static final String[] CATEGORIES = {"order", "appointment", "delivery", "alert", "marketing"};

    List<RowSource> sources() {
        long people = world.people();
        return List.of(
                new RowSource(Inputs.BUSINESSES, businesses(), businesses(), this::businesses),
                new RowSource(Inputs.BUSINESS_CUSTOMERS, people, people / 2, this::customers),
                new RowSource(Inputs.BUSINESS_PREFERENCES, people, people / 8, this::preferences),
                new RowSource(Inputs.BUSINESS_SENDS, people, people / 3, this::sends));
    }

    private long businesses() {
        return Math.max(5, Math.min(50_000, world.people() / PEOPLE_PER_BUSINESS));
    }

    /** Every third owner holds three businesses, as chains do. */
    private void businesses(long index, RowSource.Sink out) {
        long owner = index % 9 < 3 ? index - index % 3 : index;
        out.row(FIRST_ID + index, 3_000 + owner, "Business " + (index + 1));
    }

    private boolean isCustomer(long person) {
        return world.onMessaging(person) && world.dice().chance(0.35, Draw.BUSINESS, person, 0);
    }

    /** Of how many businesses a customer is one: mostly of one, at most of four. */
    private int howMany(long person) {
        double drawn = world.dice().unit(Draw.BUSINESS, person, 7);
        int many = drawn < 0.6 ? 1 : drawn < 0.85 ? 2 : drawn < 0.95 ? 3 : 4;
        return (int) Math.min(many, businesses());
    }

    /** The customer's {@code nth} business: neighbours, so that some are of one owner. */
    private long businessOf(long person, long nth) {
        long first = world.dice().between(0, businesses(), Draw.BUSINESS, person, 1);
        return FIRST_ID + (first + nth) % businesses();
    }

    private long anyBusinessOf(long person, long bits) {
        return businessOf(person, Dice.below(howMany(person), bits));
    }

    private void customers(long person, RowSource.Sink out) {
        if (isCustomer(person)) {
            Long since = world.dice().between(life.registeredAt(person), Story.AS_OF, Draw.BUSINESS, person, 2);
            for (int nth = 0; nth < howMany(person); nth++) {
                out.row(businessOf(person, nth), world.userId(person), since);
            }
        }
    }

    private boolean wantsMarketing(long person) {
        return isCustomer(person) && world.dice().chance(0.3, Draw.BUSINESS, person, 8);
    }

    private void preferences(long person, RowSource.Sink out) {
        Dice dice = world.dice();
        if (wantsMarketing(person)) {
            long bits = dice.bits(Draw.BUSINESS, person, 9);
            @Nullable Long business = Dice.unit(bits) < 0.5 ? null : (Long) anyBusinessOf(person, bits);
            out.row(world.userId(person), business, "marketing", "allow", someDay(Dice.again(bits, 0)));
        }
        if (isCustomer(person) && dice.chance(0.12, Draw.BUSINESS, person, 3)) {
            stop(person, dice.bits(Draw.BUSINESS, person, 4), out);
        }
    }

    /** A stop of one of four widths; one in two says something else later: the same, something narrower or wider, or at the same instant. */
    private void stop(long person, long bits, RowSource.Sink out) {
        @Nullable Long business = Dice.unit(bits) < 0.4 ? null : (Long) anyBusinessOf(person, bits);
        String category = Dice.unit(Dice.again(bits, 0)) < 0.4 ? "all" : Dice.pick(CATEGORIES, Dice.again(bits, 1));
        long at = someDay(Dice.again(bits, 2));
        out.row(world.userId(person), business, category, "stop", at);
        double story = Dice.unit(Dice.again(bits, 3));
        if (story > 0.9) {
            out.row(world.userId(person), business, category, "allow", at);
        } else if (story > 0.8) {
            out.row(world.userId(person), business, category, "allow", at + HOUR);
        } else if (story > 0.65) {
            String narrower = category.equals("all") ? "alert" : category;
            out.row(world.userId(person), anyBusinessOf(person, bits), narrower, "allow", at + HOUR);
        } else if (story > 0.5) {
            out.row(world.userId(person), null, "all", "allow", at + HOUR);
        }
    }

    private static long someDay(long bits) {
        return Story.AS_OF - Story.DAY - Dice.below(300 * Story.DAY, bits);
    }

    private void sends(long person, RowSource.Sink out) {
        Dice dice = world.dice();
        if (isCustomer(person) && dice.chance(0.5, Draw.BUSINESS, person, 5)) {
            long bits = dice.bits(Draw.BUSINESS, person, 6);
            long at = Story.AS_OF - Dice.below(30 * Story.DAY, bits) - 1;
            out.row(anyBusinessOf(person, bits), world.userId(person), Dice.pick(CATEGORIES, Dice.again(bits, 0)), at);
        }
        if (wantsMarketing(person)) {
            long bits = dice.bits(Draw.BUSINESS, person, 10);
            // None to three in the week and a day before the night, so that some of the week is left to some.
            for (int i = 0; i < Dice.below(4, bits); i++) {
                long each = Dice.again(bits, i);
                long at = Story.AS_OF - Dice.below(8 * Story.DAY, each) - 1;
                out.row(anyBusinessOf(person, each), world.userId(person), "marketing", at);
            }
        }
    }
}
