package org.sealedjoin.privacy;

/**
 * What is said of a noisy count: a function of that integer and public settings alone, so it gives away no more than the integer does.
 * Ranges do not overlap and cover every integer from the minimum on.
 */
public sealed interface ReachRange {
    /** The noisy count is below the minimum. No range is told. */
    record TooSmall() implements ReachRange {}

    /** At least {@code low} and below {@code high}, both in people. */
    record Ready(long low, long high) implements ReachRange {}

    /** Narrowest range, in people: the noise of the default loss moves counts further than a narrower one is wide. */
    long LEAST_WIDTH = 50;

    /** A range is at most this part of its count: half of one in a hundred, so that range and noise together stay within one. */
    long PART = 200;

    /** @param minPeople smallest noisy count that is told, at least 1 */
    static ReachRange of(long noisy, long minPeople) {
        if (minPeople < 1) {
            throw new IllegalArgumentException("Cannot tell ranges from " + minPeople + " people on (need >= 1)");
        }
        if (noisy < minPeople) {
            return new TooSmall();
        }
        long width = width(noisy);
        long low = noisy / width * width;
        return new Ready(Math.max(low, minPeople), low + width);
    }

    /** The largest of 50, 100, 200, 500, 1000, ... that is at most a {@link #PART}th; never less than {@link #LEAST_WIDTH}. */
    private static long width(long noisy) {
        long width = LEAST_WIDTH;
        for (int step = 1; ; step++) {
            long next = width * 2;
            if (step % 3 == 0) {
                next = width / 2 * 5;
            }
            if (next > noisy / PART) {
                return width;
            }
            width = next;
        }
    }
}
