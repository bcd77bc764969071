package org.sealedjoin.generate;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.table.Inputs;

/**
 * What people decided, and when. Most agreed; the others stayed silent, refused before or after the window for objections closed, or left
 * one of the traces that rules about consent are made for: changes of mind, ties, unknown versions, one event told twice.
 */
record ConsentHistory(World world, Life life) implements Serializable {
    private static final String OPT_IN_REGIONS = "AT,BE,DE,ES,FR,IE,IT,NL,PL,SE";

    /** How often somebody decides the same on both platforms without a new thought. */
    private static final double SAME_ON_BOTH = 0.90;

    private static final int EVENTS_PER_DECISION = 4;

    List<RowSource> sources() {
        long people = world.people();
        return List.of(
                new RowSource(Inputs.TERMS, 1, 3, ConsentHistory::terms),
                new RowSource(Inputs.CONSENT_EVENTS, people, people * 8, this::events));
    }

    private static void terms(long index, RowSource.Sink out) {
        int days = Story.OBJECTION_DAYS;
        out.row(Story.OLD_TERMS, Story.OLD_TERMS_ANNOUNCED, Story.OLD_TERMS_EFFECTIVE, days, null);
        out.row(Story.NEW_TERMS, Story.NEW_TERMS_AT, Story.NEW_TERMS_AT, days, OPT_IN_REGIONS);
        out.row(Story.FUTURE_TERMS, Story.FUTURE_TERMS_ANNOUNCED, Story.FUTURE_TERMS_EFFECTIVE, days, OPT_IN_REGIONS);
    }

    private void events(long person, RowSource.Sink out) {
        for (Purpose purpose : Purpose.values()) {
            if (world.onMessaging(person)) {
                decide(Platform.MESSAGING, person, purpose, life.registeredAt(person), out);
            }
            if (world.onSocial(person)) {
                decide(Platform.SOCIAL, person, purpose, life.createdAt(person), out);
            }
            // Those who held a number before agree to everything: only the change of hands keeps them apart.
            if (life.numberStory(person).accountBefore()) {
                agree(Platform.SOCIAL, world.formerHolder(person), purpose, out);
            }
            if (life.numberStory(person).userBefore()) {
                agree(Platform.MESSAGING, world.formerHolder(person), purpose, out);
            }
            if (life.secondAccount(person) != Life.SecondAccount.NONE) {
                agree(Platform.SOCIAL, world.secondAccount(person), purpose, out);
            }
        }
    }

    private void agree(Platform platform, long index, Purpose purpose, RowSource.Sink out) {
        var decision = new Decision(platform, index, purpose, Story.MESSAGING_START, out);
        decision.grant(0, decision.sometime());
    }

    private void decide(Platform platform, long person, Purpose purpose, long joined, RowSource.Sink out) {
        Dice dice = world.dice();
        int topic = purpose.ordinal();
        boolean same = dice.chance(SAME_ON_BOTH, Draw.CONSENT_PLATFORM, person, topic);
        double mood =
                dice.unit(Draw.CONSENT_DISPOSITION, person, same ? topic : topic + 10L * (platform.ordinal() + 1));
        var decision = new Decision(platform, person, purpose, joined, out);
        double story = Dice.unit(dice.bits(Draw.CONSENT_STORY, person, topic, platform.ordinal()));
        if (mood < agreeing(purpose)) {
            yes(decision, story);
        } else if (story < 0.76) {
            plainNo(decision, story);
        } else {
            oddNo(decision, story);
        }
    }

    private static double agreeing(Purpose purpose) {
        return switch (purpose) {
            case FRIENDS -> 0.75;
            case ADS -> 0.55;
            case SAFETY -> 0.85;
            case MEASUREMENT -> 0.70;
            case BUSINESS_MESSAGES -> 0.60;
        };
    }

    private static void yes(Decision decision, double story) {
        long at = decision.sometime();
        if (story < 0.03) {
            decision.deny(1, at - 40 * Story.DAY);
        } else if (story < 0.05) {
            decision.grant(1, at - 90 * Story.DAY);
        }
        if (story > 0.98) {
            decision.event(0, "grant", Story.OLD_TERMS, at, Math.min(at + 5 * Story.DAY, Story.AS_OF));
        } else {
            decision.grant(0, at);
        }
    }

    private static void plainNo(Decision decision, double story) {
        if (story < 0.42) {
            return;
        }
        if (story < 0.62) {
            decision.deny(0, decision.within(Story.NEW_TERMS_AT, Story.OBJECTION_END));
        } else {
            decision.deny(0, decision.within(Story.OBJECTION_END, Story.AS_OF - Story.DAY));
        }
    }

    private static void oddNo(Decision decision, double story) {
        long at = decision.sometime();
        if (story < 0.86) {
            decision.grant(0, at - 30 * Story.DAY);
            decision.deny(1, at);
        } else if (story < 0.89) {
            decision.grant(0, at);
            decision.deny(1, at);
        } else if (story < 0.91) {
            decision.event(0, "grant", "2011-draft", at, at + 2);
        } else if (story < 0.93) {
            decision.event(0, "grant", null, at, at + 2);
        } else if (story < 0.95) {
            // One event, told in two ways.
            decision.grant(0, at);
            decision.deny(0, at + 60);
        } else if (story < 0.97) {
            long after = decision.within(Story.FUTURE_TERMS_ANNOUNCED, Story.AS_OF - Story.DAY);
            decision.event(0, "grant", Story.FUTURE_TERMS, after, after + 2);
        } else if (story < 0.985) {
            decision.event(0, "grant", Story.NEW_TERMS, Story.AS_OF - Story.DAY, Story.AS_OF + Story.DAY);
        } else {
            decision.grant(0, at);
            decision.event(1, "deny", null, Story.AS_OF + 3_600, Story.AS_OF + 3_602);
        }
    }

    /** One subject's events about one purpose on one platform. */
    private final class Decision {
        private final Platform platform;
        private final long index;
        private final Purpose purpose;
        private final long joined;
        private final RowSource.Sink out;

        Decision(Platform platform, long index, Purpose purpose, long joined, RowSource.Sink out) {
            this.platform = platform;
            this.index = index;
            this.purpose = purpose;
            this.joined = joined;
            this.out = out;
        }

        /** An instant after joining at which there were terms to agree to. */
        long sometime() {
            return within(Story.OLD_TERMS_EFFECTIVE, Story.AS_OF - Story.DAY);
        }

        long within(long from, long to) {
            int place = platform.ordinal() * 10 + purpose.ordinal();
            return world.dice().between(Math.max(from, Math.min(joined, to - 1)), to, Draw.CONSENT_TIME, index, place);
        }

        void grant(int which, long at) {
            event(which, "grant", at < Story.NEW_TERMS_AT ? Story.OLD_TERMS : Story.NEW_TERMS, at, at + 2);
        }

        void deny(int which, long at) {
            event(which, "deny", null, at, at + 2);
        }

        void event(int which, String decision, @Nullable String terms, long occurred, long recorded) {
            long place = (index * Platform.values().length + platform.ordinal()) * Purpose.values().length
                    + purpose.ordinal();
            long event = Scramble.id(
                    place * EVENTS_PER_DECISION + which, world.dice().bits(Draw.CONSENT_EVENT, 0));
            long subject = platform == Platform.MESSAGING ? world.userId(index) : world.accountId(index);
            out.row(
                    Long.toString(event, 36),
                    platform.word(),
                    subject,
                    purpose.word(),
                    decision,
                    terms,
                    occurred,
                    recorded);
        }
    }
}
