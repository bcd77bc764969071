package org.sealedjoin.generate;

import java.io.Serializable;
import java.util.List;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.table.Table;

/** Friendships of the social network, those held out for evaluation, blocks, and what people did with suggestions. */
record Friendships(World world, Life life, Acquaintances acquaintances) implements Serializable {
    /** Share of the friendships that the tables do not show. */
    static final double HELD_OUT = 0.10;

    private static final double OF_ACQUAINTANCES = 0.7;
    private static final int FRIENDS_OF_FORMER_HOLDER = 3;

    List<RowSource> sources() {
        long people = world.people();
        return List.of(
                new RowSource(Inputs.SOCIAL_FRIENDSHIPS, people, people * 3, this::friendships),
                new RowSource(Inputs.SOCIAL_BLOCKS, people, people / 40, this::blocks),
                new RowSource(Inputs.SUGGESTION_FEEDBACK, people, people / 4, this::feedback));
    }

    /** The friendships that {@link Inputs#SOCIAL_FRIENDSHIPS} lacks; of the columns only the two ids are of use. */
    RowSource heldOut() {
        Table shown = Inputs.SOCIAL_FRIENDSHIPS;
        return new RowSource(shown, world.people(), world.people() / 3, this::heldOutOf);
    }

    private void friendships(long person, RowSource.Sink out) {
        for (long other : acquaintances.of(person)) {
            if (Acquaintances.decides(person, other) && friends(person, other) && !isHeldOut(person, other)) {
                friendship(person, other, world.accountId(person), world.accountId(other), out);
            }
        }
        if (life.numberStory(person).accountBefore()) {
            formersFriends(person, out);
        }
    }

    /** Whoever had the number before has friends too, elsewhere. */
    private void formersFriends(long person, RowSource.Sink out) {
        long former = world.formerHolder(person);
        long friend = (person + world.people() / 2) % world.people();
        for (int count = 0; count < FRIENDS_OF_FORMER_HOLDER; count++) {
            friend = world.nextOnSocial(friend);
            friendship(former, friend, world.accountId(former), world.accountId(friend), out);
        }
    }

    private void heldOutOf(long person, RowSource.Sink out) {
        for (long other : acquaintances.of(person)) {
            if (Acquaintances.decides(person, other) && friends(person, other) && isHeldOut(person, other)) {
                out.row(world.accountId(person), world.accountId(other), null);
            }
        }
    }

    private boolean friends(long person, long other) {
        return world.onSocial(person)
                && world.onSocial(other)
                && world.dice().chance(OF_ACQUAINTANCES, Draw.FRIENDSHIP, person, other);
    }

    private boolean isHeldOut(long person, long other) {
        return world.dice().chance(HELD_OUT, Draw.HELD_OUT, person, other);
    }

    private void friendship(long person, long other, long account, long friend, RowSource.Sink out) {
        Dice dice = world.dice();
        boolean turned = dice.bits(Draw.FRIENDSHIP_SIDE, person, other) % 2 == 0;
        boolean dated = dice.chance(0.9, Draw.FRIENDSHIP_SIDE, person + other, 1);
        Long since = dice.between(Story.SOCIAL_START, Story.AS_OF, Draw.FRIENDSHIP_SIDE, person, other + 2);
        out.row(turned ? friend : account, turned ? account : friend, dated ? since : null);
    }

    private void blocks(long person, RowSource.Sink out) {
        if (!world.onSocial(person) || !world.dice().chance(0.04, Draw.BLOCK, person, 3)) {
            return;
        }
        for (long other : acquaintances.of(person)) {
            if (world.onSocial(other) && !friends(Math.min(person, other), Math.max(person, other))) {
                Long since = world.dice().between(life.createdAt(person), Story.AS_OF, Draw.BLOCK, person, 4);
                out.row(world.accountId(person), world.accountId(other), since % 10 == 0 ? null : since);
                return;
            }
        }
    }

    private void feedback(long person, RowSource.Sink out) {
        if (!world.onSocial(person) || !world.dice().chance(0.15, Draw.FEEDBACK, person, 0)) {
            return;
        }
        int shown = 0;
        for (long other : acquaintances.of(person)) {
            boolean suggested = world.onSocial(other) && !friends(Math.min(person, other), Math.max(person, other));
            if (suggested && shown < 2) {
                shown++;
                feedbackOn(person, other, out);
            }
        }
    }

    private void feedbackOn(long person, long other, RowSource.Sink out) {
        Dice dice = world.dice();
        long at = dice.between(Story.AS_OF - 200 * Story.DAY, Story.AS_OF - Story.DAY, Draw.FEEDBACK, person, other);
        out.row(world.accountId(person), world.accountId(other), "shown", at);
        double outcome = dice.unit(Draw.FEEDBACK, person, other + 1);
        if (outcome < 0.5) {
            String word = outcome < 0.3 ? "dismissed" : "accepted";
            out.row(world.accountId(person), world.accountId(other), word, at + 40);
        }
    }
}
