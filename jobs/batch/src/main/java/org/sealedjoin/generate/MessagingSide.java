package org.sealedjoin.generate;

import java.io.Serializable;
import java.util.List;
import org.sealedjoin.table.Inputs;

/** People of the messaging platform, whom they block, and which numbers went back to their carriers. */
record MessagingSide(World world, Life life, Acquaintances acquaintances) implements Serializable {
    private static final double BAD_ROWS = 0.005;
    private static final double BLOCKS = 0.03;

    List<RowSource> sources() {
        long people = world.people();
        return List.of(
                new RowSource(Inputs.MESSAGING_USERS, people, people, this::users),
                new RowSource(Inputs.MESSAGING_BLOCKS, people, people / 40, this::blocks),
                new RowSource(Inputs.NUMBER_RELEASES, people, people / 60, this::releases));
    }

    private void users(long person, RowSource.Sink out) {
        if (world.onMessaging(person)) {
            out.row(
                    world.userId(person),
                    registered(person),
                    world.region(person),
                    life.registeredAt(person),
                    life.userVerifiedAt(person),
                    life.userStatus(person));
        }
        if (life.numberStory(person).userBefore()) {
            long verified = life.formerVerifiedAt(person);
            boolean stays = life.numberStory(person) == Life.NumberStory.BOTH_BEFORE;
            out.row(
                    world.userId(world.formerHolder(person)),
                    world.phone(person).e164(),
                    world.region(person),
                    verified - 60,
                    verified,
                    stays ? "active" : "deleted");
        }
        burners(person, out);
        badUser(person, out);
    }

    /** Those who had the number for a while before, one after the other. */
    private void burners(long person, RowSource.Sink out) {
        for (int which = 0; which < new Roles(world).burners(person); which++) {
            long verified = life.burnerVerifiedAt(person, which);
            out.row(
                    world.userId(world.burner(person, which)),
                    world.phone(person).e164(),
                    world.region(person),
                    verified - 60,
                    verified,
                    "deleted");
        }
    }

    /** Rows of the kind that a careless export makes. */
    private void badUser(long person, RowSource.Sink out) {
        if (world.dice().chance(BAD_ROWS, Draw.BAD_ROW, person, 0)) {
            long since = life.registeredAt(person);
            long id = world.userId(world.nobody(person));
            if (world.dice().bits(Draw.BAD_ROW, person, 1) % 2 == 0) {
                out.row(id, null, world.region(person), since, since, "active");
            } else {
                out.row(id, world.secondPhone(person).e164(), world.region(person), since, since, "paused");
            }
        }
    }

    /** Registration asks for the country first, so most numbers come in E.164. */
    private String registered(long person) {
        return LooseForm.of(world, person, world.phone(person), 0.12, 0);
    }

    private void blocks(long person, RowSource.Sink out) {
        if (!world.onMessaging(person) || !world.dice().chance(BLOCKS, Draw.BLOCK, person, 0)) {
            return;
        }
        for (long other : acquaintances.of(person)) {
            if (world.onMessaging(other)) {
                boolean dated = world.dice().chance(0.9, Draw.BLOCK, person, 1);
                Long since = world.dice().between(life.registeredAt(person), Story.AS_OF, Draw.BLOCK, person, 2);
                out.row(world.userId(person), world.userId(other), dated ? since : null);
                return;
            }
        }
    }

    private void releases(long person, RowSource.Sink out) {
        Long released = life.releasedAt(person);
        if (released != null) {
            Phone phone = world.phone(person);
            boolean spaced = released % 3 == 0;
            out.row(
                    spaced ? "+" + phone.plan().countryCode() + " " + WrittenForms.grouped(phone, ' ') : phone.e164(),
                    released);
        }
    }
}
