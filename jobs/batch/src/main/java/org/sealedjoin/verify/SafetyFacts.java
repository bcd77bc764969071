package org.sealedjoin.verify;

/**
 * What a run says of how it made signals of abuse.
 *
 * @param threshold {@code safety.threshold}
 * @param windowDays {@code safety.window-days}
 * @param numberDays {@code safety.number-days}
 */
record SafetyFacts(double threshold, int windowDays, int numberDays) {
    /** What a sanction makes of a person of whom nothing else is known, at least. Runs that name people from there on must name all of these. */
    static final double SANCTION_ALONE = 0.85;
}
