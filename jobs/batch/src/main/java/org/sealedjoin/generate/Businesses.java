package org.sealedjoin.generate;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.table.Inputs;

/** Businesses, their customers, what these want to hear, and what was sent. */
record Businesses(World world, Life life) implements Serializable {
    private static final long FIRST_ID = 7_000;
    private static final long PEOPLE_PER_BUSINESS = 200;
    private static final String[] CATEGORIES = {"order", "appointment", "delivery", "alert", "marketing"};

    List<RowSource> sources() {
        long people = world.people();
        return List.of(
                new RowSource(Inputs.BUSINESSES, businesses(), businesses(), this::businesses),
                new RowSource(Inputs.BUSINESS_CUSTOMERS, people, people / 3, this::customers),
                new RowSource(Inputs.BUSINESS_PREFERENCES, people, people / 30, this::preferences),
                new RowSource(Inputs.BUSINESS_SENDS, people, people / 5, this::sends));
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

    private long businessOf(long person) {
        return FIRST_ID + world.dice().between(0, businesses(), Draw.BUSINESS, person, 1);
    }

    private void customers(long person, RowSource.Sink out) {
        if (isCustomer(person)) {
            Long since = world.dice().between(life.registeredAt(person), Story.AS_OF, Draw.BUSINESS, person, 2);
            out.row(businessOf(person), world.userId(person), since);
        }
    }

    private void preferences(long person, RowSource.Sink out) {
        Dice dice = world.dice();
        if (!isCustomer(person) || !dice.chance(0.08, Draw.BUSINESS, person, 3)) {
            return;
        }
        long bits = dice.bits(Draw.BUSINESS, person, 4);
        double story = Dice.unit(bits);
        @Nullable Long business = story < 0.3 ? null : (Long) businessOf(person);
        String category = story % 0.1 < 0.05 ? "all" : Dice.pick(CATEGORIES, Dice.again(bits, 0));
        long at = Story.AS_OF - Story.DAY - Dice.below(300 * Story.DAY, Dice.again(bits, 1));
        out.row(world.userId(person), business, category, "stop", at);
        if (story > 0.8) {
            out.row(world.userId(person), business, category, "allow", story > 0.9 ? at : at + 3_600);
        }
    }

    private void sends(long person, RowSource.Sink out) {
        Dice dice = world.dice();
        if (isCustomer(person) && dice.chance(0.5, Draw.BUSINESS, person, 5)) {
            long bits = dice.bits(Draw.BUSINESS, person, 6);
            long at = Story.AS_OF - Dice.below(30 * Story.DAY, bits) - 1;
            out.row(businessOf(person), world.userId(person), Dice.pick(CATEGORIES, Dice.again(bits, 0)), at);
        }
    }
}
