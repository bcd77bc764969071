package org.sealedjoin.base;

/** Checks that a policy holds only values that make sense. */
public final class Require {
    private Require() {}

    /**
     * Refuses a setting whose value is out of its range.
     *
     * @param setting the setting's full name, for example {@code friends.per-person}
     * @param limit the range in words, for example {@code >= 1}
     * @throws UsageFailure when {@code holds} is false
     */
    public static void setting(boolean holds, String setting, Object value, String limit) {
        if (!holds) {
            throw new UsageFailure(
                    "Cannot use setting " + setting + ": " + value + " is out of range (need " + limit + ")");
        }
    }
}
