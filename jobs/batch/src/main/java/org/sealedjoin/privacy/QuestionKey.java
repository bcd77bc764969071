package org.sealedjoin.privacy;

import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Iterator;

/**
 * Names a question and holds its noise. It is a function of what was asked, never of the answer: keyed by the people found, two questions
 * that differ by one number would get equal noise exactly when that number is no member's. Who asks is no part of it, so that two askers
 * with one question cannot average. Secret: noise follows from it. Prints nothing.
 */
public final class QuestionKey {
    private final byte[] bytes;

    private QuestionKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The key of a question about {@code rowTags}, in any order, however often each.
     *
     * @param metric what is counted, for example {@code audience-reach}
     * @param epsilon loss of the figure: the same bits must never serve two widths of noise
     */
    public static QuestionKey of(
            NoiseKey key, String metric, Period period, Epsilon epsilon, Collection<byte[]> rowTags) {
        return ofSorted(
                key,
                metric,
                period,
                epsilon,
                rowTags.stream().sorted(Arrays::compareUnsigned).iterator());
    }

    /**
     * The same for tags in ascending order (of unsigned bytes), one at a time.
     *
     * @throws IllegalArgumentException if one is less than the one before
     */
    public static QuestionKey ofSorted(
            NoiseKey key, String metric, Period period, Epsilon epsilon, Iterator<byte[]> rowTags) {
        try (Prf prf = key.prf("question")) {
            prf.add(metric).add(period.toString()).add(epsilon.millionths());
            byte[] last = null;
            while (rowTags.hasNext()) {
                byte[] tag = rowTags.next();
                int order = last == null ? 1 : Arrays.compareUnsigned(tag, last);
                if (order < 0) {
                    throw new IllegalArgumentException("Cannot name a question: its rows are not in ascending order");
                }
                if (order > 0) {
                    prf.add(tag);
                }
                last = tag;
            }
            return new QuestionKey(prf.end());
        }
    }

    /** The question's name in the ledger: no way leads from it to the noise. */
    public String figureKey() {
        try (Prf prf = new Prf(bytes, "figure")) {
            return HexFormat.of().formatHex(prf.end());
        }
    }

    /** The bits of this question's noise, from their beginning. */
    public KeyedRandom random() {
        return new KeyedRandom(new Prf(bytes, "noise"));
    }

    @Override
    public String toString() {
        return "QuestionKey[not shown]";
    }
}
