package org.sealedjoin.generate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.table.Inputs;

/**
 * Address books. How large each is follows from weights with a heavy tail (Pareto, exponent 1.5), scaled so that all books together have
 * exactly as many entries as were asked for.
 */
final class AddressBooks implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int BLOCK = 1024;
    private static final double LARGEST_WEIGHT = 300;

    private static final double MALFORMED = 0.01;
    private static final double WELL_KNOWN = 0.04;
    private static final double TWICE = 0.03;
    private static final double STRANGERS = 0.46;
    private static final double OWN_NUMBER = 0.12;
    private static final double BAD_ROWS = 0.001;

    private final World world;
    private final Life life;
    private final Acquaintances acquaintances;

    /** Weight of everybody before each block of people, and of all at the end. */
    private final double[] weightBefore;

    AddressBooks(World world, Life life, Acquaintances acquaintances) {
        this.world = world;
        this.life = life;
        this.acquaintances = acquaintances;
        int blocks = Math.toIntExact((world.people() + BLOCK - 1) / BLOCK);
        weightBefore = new double[blocks + 1];
        for (int block = 0; block < blocks; block++) {
            double weight = weightBefore[block];
            for (long person = firstOf(block); person < firstOf(block + 1); person++) {
                weight += weight(person);
            }
            weightBefore[block + 1] = weight;
        }
    }

    RowSource source() {
        return new RowSource(
                Inputs.MESSAGING_CONTACTS, weightBefore.length - 1, world.spec().bookRows(), this::books);
    }

    private void books(long block, RowSource.Sink out) {
        double weight = weightBefore[(int) block];
        for (long owner = firstOf(block); owner < firstOf(block + 1); owner++) {
            long before = entriesUpTo(weight);
            weight += weight(owner);
            int entries = (int) (entriesUpTo(weight) - before);
            if (entries > 0) {
                book(owner, entries, out);
            }
        }
    }

    private long firstOf(long block) {
        return Math.min(world.people(), block * BLOCK);
    }

    /** Entries of all books up to a weight: the sum over all people is exact because each book is a difference of two of these. */
    private long entriesUpTo(double weight) {
        return (long)
                (weight / weightBefore[weightBefore.length - 1] * world.spec().bookRows());
    }

    private double weight(long person) {
        if (!world.onMessaging(person)) {
            return 0;
        }
        return Math.min(LARGEST_WEIGHT, Math.pow(1 - world.dice().unit(Draw.BOOK_WEIGHT, person), -2.0 / 3));
    }

    private void book(long owner, int entries, RowSource.Sink out) {
        long id = world.userId(owner);
        var known = new Known(owner, acquaintances.of(owner));
        List<Phone> written = new ArrayList<>(entries);
        for (int entry = 0; entry < entries; entry++) {
            Object text = text(owner, entry, known, written);
            boolean bad = world.dice().chance(BAD_ROWS, Draw.BAD_ROW, owner, entry + 10L);
            out.row(id, bad ? null : text, addedAt(owner, entry));
        }
    }

    /** The entry as it stands in the book; what number it means is appended to {@code written}. */
    private String text(long owner, int entry, Known known, List<Phone> written) {
        boolean mixed = world.spec().forms() == GenerationSpec.Forms.MIXED;
        double kind = world.dice().unit(Draw.ENTRY_KIND, owner, entry);
        long form = world.dice().bits(Draw.ENTRY_FORM, owner, entry);
        if (mixed && kind < MALFORMED) {
            return WrittenForms.malformed(form);
        }
        long who = world.dice().bits(Draw.ENTRY_WHO, owner, entry);
        Phone phone = phone(owner, entry, kind - MALFORMED, who, known, written);
        written.add(phone);
        return mixed ? WrittenForms.write(phone, world.plan(owner), form) : phone.e164();
    }

    private Phone phone(long owner, int entry, double kind, long who, Known known, List<Phone> written) {
        if (entry == 1 && world.dice().chance(OWN_NUMBER, Draw.OWN_NUMBER, owner, 0)) {
            return world.phone(owner);
        }
        double left = kind - WELL_KNOWN;
        if (left < 0) {
            return who % 3 == 0 ? world.phone(world.shop(owner)) : world.hotline(owner, Dice.again(who, 0));
        }
        left -= TWICE;
        if (left < 0 && !written.isEmpty()) {
            return written.get((int) Dice.below(written.size(), who));
        }
        left -= STRANGERS;
        if (left < 0) {
            return who % 5 < 3
                    ? world.localStranger(owner, Dice.again(who, 1))
                    : world.anyStranger(owner, Dice.again(who, 2));
        }
        return world.phone(known.next(who));
    }

    private @Nullable Long addedAt(long owner, int entry) {
        long drawn = world.dice().bits(Draw.ENTRY_TIME, owner, entry);
        if (drawn % 10 == 0) {
            return null;
        }
        long since = life.registeredAt(owner);
        return since + Dice.below(Story.AS_OF - since, Dice.again(drawn, 0));
    }

    /** Whom the owner knows, the closest first, and then people the owner has only met. */
    private final class Known {
        private final long owner;
        private final long[] ties;
        private int used;

        Known(long owner, long[] ties) {
            this.owner = owner;
            this.ties = ties;
        }

        long next(long bits) {
            if (used < ties.length) {
                return ties[used++];
            }
            double where = Dice.unit(bits);
            long chosen = Dice.again(bits, 3);
            if (where < 0.25) {
                return world.communityStart(owner) + Dice.below(world.communityLength(owner), chosen);
            }
            return where < 0.85
                    ? world.citizen(owner, (int) Dice.below(world.citySize(owner), chosen))
                    : Dice.below(world.people(), chosen);
        }
    }
}
