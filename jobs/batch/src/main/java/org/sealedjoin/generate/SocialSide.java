package org.sealedjoin.generate;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.table.Inputs;

/** Accounts of the social network and the numbers they give. */
record SocialSide(World world, Life life) implements Serializable {
    private static final double BAD_ROWS = 0.003;
    private static final long EIGHTEENTH_BIRTHDAY = LocalDate.of(1998, 10, 15).toEpochDay();
    private static final long OLDEST = LocalDate.of(1940, 1, 1).toEpochDay();
    private static final long YOUNGEST = LocalDate.of(2003, 6, 1).toEpochDay();

    List<RowSource> sources() {
        long people = world.people();
        return List.of(
                new RowSource(Inputs.SOCIAL_ACCOUNTS, people, people, this::accounts),
                new RowSource(Inputs.ACCOUNT_PHONES, people, people, this::phones));
    }

    private void accounts(long person, RowSource.Sink out) {
        if (world.onSocial(person)) {
            account(person, person, birthDay(person), life.accountStatus(person), out);
        }
        if (life.numberStory(person).accountBefore()) {
            long former = world.formerHolder(person);
            account(former, person, birthDay(former), "active", out);
        }
        Life.SecondAccount second = life.secondAccount(person);
        if (second != Life.SecondAccount.NONE) {
            long other = world.secondAccount(person);
            account(
                    other,
                    person,
                    second == Life.SecondAccount.FAMILY ? birthDay(other) : birthDay(person),
                    "active",
                    out);
        }
        if (world.dice().chance(BAD_ROWS, Draw.BAD_ROW, person, 2)) {
            account(world.nobody(person), person, null, "asleep", out);
        }
    }

    private void account(long index, long home, @Nullable Integer birthDay, String status, RowSource.Sink out) {
        out.row(
                world.accountId(index),
                world.region(home),
                !world.dice().chance(0.08, Draw.DISCOVERABLE, index, 0),
                birthDay,
                status,
                life.createdAt(index));
    }

    private @Nullable Integer birthDay(long index) {
        double drawn = world.dice().unit(Draw.BIRTH, index, 0);
        if (drawn < 0.05) {
            return null;
        }
        if (drawn < 0.055) {
            // Turns eighteen on the day of the night itself.
            return (int) EIGHTEENTH_BIRTHDAY;
        }
        return drawn < 0.115
                ? (int) world.dice().between(EIGHTEENTH_BIRTHDAY + 1, YOUNGEST, Draw.BIRTH, index, 1)
                : (int) world.dice().between(OLDEST, EIGHTEENTH_BIRTHDAY, Draw.BIRTH, index, 2);
    }

    private void phones(long person, RowSource.Sink out) {
        if (world.onSocial(person)) {
            ownPhones(person, out);
        }
        String phone = world.phone(person).e164();
        String region = world.region(person);
        if (life.numberStory(person).accountBefore()) {
            out.row(
                    world.accountId(world.formerHolder(person)),
                    phone,
                    region,
                    "profile",
                    life.formerVerifiedAt(person) + 3_600);
        }
        if (life.secondAccount(person) != Life.SecondAccount.NONE) {
            long other = world.secondAccount(person);
            out.row(world.accountId(other), phone, region, "profile", life.secondVerifiedAt(person));
        }
        if (world.dice().chance(BAD_ROWS, Draw.BAD_ROW, person, 3)) {
            out.row(world.accountId(person), phone, region, "work", null);
        }
    }

    /** Most give their number once; the rest are the cases that rules are made for. */
    private void ownPhones(long person, RowSource.Sink out) {
        double drawn = world.dice().unit(Draw.PHONE_STORY, person);
        Long verified = life.accountVerifiedAt(person);
        if (drawn < 0.06) {
            return;
        }
        if (drawn < 0.14) {
            given(person, world.phone(person), "two_factor", verified, 0, out);
        } else if (drawn < 0.17) {
            given(person, world.phone(person), "profile", verified, 0, out);
            given(person, world.phone(person), "two_factor", verified + 30, 1, out);
        } else if (drawn < 0.20) {
            given(person, world.phone(person), "profile", null, 0, out);
        } else if (drawn < 0.24) {
            given(person, world.secondPhone(person), "profile", verified, 0, out);
        } else if (drawn < 0.28) {
            given(person, world.phone(person), "profile", verified, 0, out);
            given(person, world.secondPhone(person), "two_factor", verified, 1, out);
        } else {
            given(person, world.phone(person), "profile", verified, 0, out);
        }
    }

    private void given(long person, Phone phone, String use, @Nullable Long verified, int which, RowSource.Sink out) {
        String written = LooseForm.of(world, person, phone, 0.2, 1 + which);
        out.row(world.accountId(person), written, world.region(person), use, verified);
    }
}
