package org.sealedjoin.verify;

import java.util.List;
import org.sealedjoin.base.GuaranteeFailure;

/**
 * What one check of the second reading found. Counts only: neither text nor number tells of a person.
 *
 * @param guarantee number of the guarantee in docs/guarantees.md that a violation would break
 * @param check what was checked, always the same words for the same check
 * @param violations how many rows, files or fields break it
 * @param limit how many may
 */
public record Verdict(int guarantee, String check, long violations, long limit) {
    /** A check that allows no violation. */
    static Verdict none(int guarantee, String check, long violations) {
        return new Verdict(guarantee, check, violations, 0);
    }

    /** True if the run may be published as far as this check goes. */
    public boolean passed() {
        return violations <= limit;
    }

    /**
     * Refuses a run of which a check failed.
     *
     * @param cannot what cannot be done, for example {@code Cannot publish the run}
     * @throws GuaranteeFailure naming the first check that failed, with its count and limit, and how many others failed
     */
    public static void requireAllPassed(List<Verdict> verdicts, String cannot) {
        List<Verdict> failed =
                verdicts.stream().filter(verdict -> !verdict.passed()).toList();
        if (!failed.isEmpty()) {
            Verdict first = failed.get(0);
            throw new GuaranteeFailure(cannot + ": " + first.check + ": " + first.violations + " found (limit "
                    + first.limit + ", guarantee " + first.guarantee + ")"
                    + (failed.size() == 1 ? "" : "; checks that failed besides: " + (failed.size() - 1)));
        }
    }
}
