package org.sealedjoin.generate;

import java.io.Serializable;
import java.util.List;
import org.sealedjoin.table.Inputs;

/** Advertisers, their audiences, and who wants to see whom. */
record Advertisers(World world, Life life) implements Serializable {
    private static final long FIRST_AUDIENCE_ID = 50_000;
    private static final long FIRST_ADVERTISER_ID = 1_000;
    private static final int EXPIRED_COURSE = 6;
    private static final int COURSES = 8;

    List<RowSource> sources() {
        long people = world.people();
        return List.of(
                new RowSource(Inputs.ADVERTISERS, advertisers(), advertisers(), this::advertisers),
                new RowSource(Inputs.AUDIENCES, audiences(), audiences(), this::audiences),
                new RowSource(Inputs.AD_PREFERENCES, people, people / 40, this::preferences));
    }

    /** One for every hundred people, at least a dozen, at most a thousand. */
    long audiences() {
        return Math.max(12, Math.min(1_000, world.people() / 100));
    }

    long advertisers() {
        return Math.max(4, audiences() / 3);
    }

    static long audienceId(long audience) {
        return FIRST_AUDIENCE_ID + audience;
    }

    /** When the audience was made; the list comes a day later. */
    long createdAt(long audience) {
        long back = isExpired(audience) ? 60 * Story.DAY : 5 * Story.DAY;
        return Story.AS_OF - back - world.dice().between(0, 20 * Story.DAY, Draw.AUDIENCE, audience, 0);
    }

    private static boolean isExpired(long audience) {
        return audience % COURSES == EXPIRED_COURSE;
    }

    private void advertisers(long index, RowSource.Sink out) {
        out.row(FIRST_ADVERTISER_ID + index, "Advertiser " + (index + 1), index % 7 == 3 ? "suspended" : "active");
    }

    private void audiences(long index, RowSource.Sink out) {
        out.row(
                audienceId(index),
                FIRST_ADVERTISER_ID + index % advertisers(),
                "Customers " + (index + 1),
                createdAt(index),
                isExpired(index) ? 14 : 180);
    }

    private void preferences(long person, RowSource.Sink out) {
        Dice dice = world.dice();
        if (!world.onSocial(person) || !dice.chance(0.02, Draw.AD_PREFERENCE, person, 0)) {
            return;
        }
        long advertiser = FIRST_ADVERTISER_ID + dice.between(0, advertisers(), Draw.AD_PREFERENCE, person, 1);
        long at = dice.between(Story.AS_OF - 300 * Story.DAY, Story.AS_OF - Story.DAY, Draw.AD_PREFERENCE, person, 2);
        double story = dice.unit(Draw.AD_PREFERENCE, person, 3);
        long account = world.accountId(person);
        out.row(account, advertiser, "hide", at);
        if (story < 0.25) {
            out.row(account, advertiser, "allow", at + Story.DAY / 2);
        } else if (story < 0.40) {
            out.row(account, advertiser, "allow", at);
        }
    }
}
