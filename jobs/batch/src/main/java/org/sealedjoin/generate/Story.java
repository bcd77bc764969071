package org.sealedjoin.generate;

import java.time.Instant;

/** The dates of the world. All instants are whole seconds since 1970, all days whole days since then. */
final class Story {
    static final long DAY = 86_400;

    /** The instant that a night over the generated tables should use. */
    static final Instant AS_OF_INSTANT = Instant.parse("2016-10-15T00:00:00Z");

    static final long AS_OF = AS_OF_INSTANT.getEpochSecond();
    static final long AS_OF_DAY = AS_OF / DAY;

    static final String OLD_TERMS = "2012-07";
    static final String NEW_TERMS = "2016-08";
    static final String FUTURE_TERMS = "2017-01";

    /** The new terms are announced and hold from then on. */
    static final long NEW_TERMS_AT = second("2016-08-25T00:00:00Z");

    static final int OBJECTION_DAYS = 30;
    static final long OBJECTION_END = NEW_TERMS_AT + OBJECTION_DAYS * DAY;

    static final long OLD_TERMS_ANNOUNCED = second("2012-07-07T00:00:00Z");
    static final long OLD_TERMS_EFFECTIVE = second("2012-08-01T00:00:00Z");
    static final long FUTURE_TERMS_ANNOUNCED = second("2016-10-01T00:00:00Z");
    static final long FUTURE_TERMS_EFFECTIVE = second("2017-01-15T00:00:00Z");

    static final long SOCIAL_START = second("2006-09-26T00:00:00Z");
    static final long MESSAGING_START = second("2011-01-01T00:00:00Z");

    /** Numbers that changed hands did so between these two. */
    static final long FIRST_RELEASE = second("2012-06-01T00:00:00Z");

    static final long LAST_RELEASE = second("2013-06-01T00:00:00Z");

    private Story() {}

    static long second(String instant) {
        return Instant.parse(instant).getEpochSecond();
    }
}
