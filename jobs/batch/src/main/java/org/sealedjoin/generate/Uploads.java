package org.sealedjoin.generate;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.upper;
import static org.apache.spark.sql.functions.when;

import java.io.Serializable;
import org.apache.spark.sql.Column;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.table.Inputs;

/** What advertisers sent: whole sessions, broken ones, lists of both hash forms, and values that are no hashes. */
record Uploads(World world, Advertisers advertisers) implements Serializable {
    private static final int LARGE = 10_000;
    private static final int SMALL = 2_000;
    private static final int BATCHES = 4;
    private static final double BAD_ROWS = 0.002;
    /** Rows that come for one of a list, over all courses: some lists are sent twice, of some a batch is missing. */
    private static final double ROWS_OF_A_MEMBER = 1.3;

    /** Starts a value that Spark replaces by the hash of what follows. */
    private static final String TO_LOWER_CASE_HASH = "sha256:";

    private static final String TO_UPPER_CASE_HASH = "SHA256:";

    /** What happens to the list of an audience. */
    private enum Course {
        PLAIN,
        SOME_REMOVED,
        REPLACED,
        LAST_BATCH_MISSING,
        MIDDLE_BATCH_MISSING,
        BATCH_REPEATED,
        EXPIRED,
        NEVER_WHOLE
    }

    /** A session of an audience: {@code from} to {@code to} count its members, {@code skipped} is a batch that never came. */
    private record Session(long audience, String name, String op, long from, long to, int skipped, long at) {}

    RowSource source() {
        long audiences = advertisers.audiences();
        long rows = world.spec().uploadedRows();
        return new RowSource(Inputs.AUDIENCE_UPLOADS, audiences, rows == 0 ? audiences * 500 : rows, this::uploads);
    }

    /** The value as it is sent, where {@link #uploads} asked for a hash. */
    static Column hashed(Column value) {
        Column number = value.substr(lit(TO_LOWER_CASE_HASH.length() + 1), lit(Integer.MAX_VALUE));
        return when(value.startsWith(TO_LOWER_CASE_HASH), sha2(number.cast("binary"), 256))
                .when(value.startsWith(TO_UPPER_CASE_HASH), upper(sha2(number.cast("binary"), 256)))
                .otherwise(value)
                .as("hashed_phone");
    }

    private void uploads(long audience, RowSource.Sink out) {
        long size = size(audience);
        long at = advertisers.createdAt(audience) + Story.DAY;
        Course course = Course.values()[(int) (audience % Course.values().length)];
        switch (course) {
            case NEVER_WHOLE -> send(new Session(audience, "s1", "add", 0, size, BATCHES, at), out);
            case MIDDLE_BATCH_MISSING -> {
                send(new Session(audience, "s1", "add", 0, size, 0, at), out);
                send(new Session(audience, "s2", "add", size, 2 * size, 2, at + Story.DAY), out);
            }
            case LAST_BATCH_MISSING -> {
                send(new Session(audience, "s1", "add", 0, size, 0, at), out);
                send(new Session(audience, "s2", "replace", size, size + size / 2, BATCHES, at + Story.DAY), out);
            }
            case SOME_REMOVED -> {
                send(new Session(audience, "s1", "add", 0, size, 0, at), out);
                send(new Session(audience, "s2", "remove", 0, size / 4, 0, at + Story.DAY), out);
            }
            case REPLACED -> {
                send(new Session(audience, "s1", "add", 0, size, 0, at), out);
                send(new Session(audience, "s2", "replace", size / 2, size + size / 2, 0, at + Story.DAY), out);
            }
            case BATCH_REPEATED -> {
                var session = new Session(audience, "s1", "add", 0, size, 0, at);
                send(session, out);
                batch(session, 2, 600, out);
            }
            default -> send(new Session(audience, "s1", "add", 0, size, 0, at), out);
        }
    }

    /** Every twelfth audience is large enough to be reported, the others have a heavy tail. */
    private long size(long audience) {
        if (world.spec().uploadedRows() > 0) {
            return asked(audience);
        }
        if (audience % 12 == 0) {
            return Math.min(world.people(), LARGE);
        }
        double drawn = world.dice().unit(Draw.AUDIENCE, audience, 2);
        return Math.min(Math.min(world.people() / 2, SMALL), Math.round(6 / (1 - drawn)));
    }

    /** A quarter of the mean for every list, the rest by an exponential law, so that lengths add up to what was asked for. */
    private long asked(long audience) {
        double mean = world.spec().uploadedRows() / (ROWS_OF_A_MEMBER * advertisers.audiences());
        double drawn = -StrictMath.log(1 - world.dice().unit(Draw.AUDIENCE, audience, 2));
        return Math.min(world.people(), Math.round(mean * (0.25 + 0.75 * drawn)));
    }

    private void send(Session session, RowSource.Sink out) {
        for (int batch = 1; batch <= BATCHES; batch++) {
            if (batch != session.skipped()) {
                batch(session, batch, 0, out);
            }
        }
    }

    private void batch(Session session, int batch, long later, RowSource.Sink out) {
        long length = session.to() - session.from();
        long from = session.from() + length * (batch - 1) / BATCHES;
        long to = session.from() + length * batch / BATCHES;
        // An advertiser's tool keeps its ways: one form and one case of hash a list.
        boolean digits = session.audience() % 2 == 1;
        String hash = session.audience() % 3 == 1 ? TO_UPPER_CASE_HASH : TO_LOWER_CASE_HASH;
        for (long member = from; member < to; member++) {
            boolean bad = world.dice().chance(BAD_ROWS, Draw.BAD_ROW, session.audience(), member);
            out.row(
                    Advertisers.audienceId(session.audience()),
                    session.name(),
                    batch,
                    batch == BATCHES,
                    bad ? "append" : session.op(),
                    value(session.audience(), member, hash, digits),
                    digits ? "digits" : "e164",
                    session.at() + batch * 60 + later);
        }
    }

    private @Nullable String value(long audience, long member, String hash, boolean digits) {
        Dice dice = world.dice();
        double kind = dice.unit(Draw.UPLOAD, audience, member);
        long person = (dice.between(0, world.people(), Draw.AUDIENCE, audience, 3) + member) % world.people();
        long bits = dice.bits(Draw.UPLOAD, audience, member);
        if (kind < 0.03) {
            return malformed(person, bits);
        }
        Phone phone;
        if (kind < 0.11) {
            phone = world.anyStranger(person, bits);
        } else if (kind < 0.13) {
            phone = world.secondPhone(person);
        } else {
            phone = world.phone(person);
        }
        return hash + (digits ? phone.e164().substring(1) : phone.e164());
    }

    /** Values that are no hash: wrong length, not hexadecimal, and a number in the clear. */
    private String malformed(long person, long bits) {
        String hex = Long.toHexString(bits | Long.MIN_VALUE);
        return switch ((int) Dice.below(5, bits)) {
            case 0 -> hex.repeat(4).substring(1);
            case 1 -> hex.repeat(4) + "0";
            case 2 -> "x".repeat(64);
            case 3 -> "unknown";
            default -> world.anyStranger(person, bits).e164();
        };
    }
}
