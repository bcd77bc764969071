package org.sealedjoin.privacy;

import java.util.List;

/**
 * Names a question and holds its noise. It is a function of what was asked, never of the answer: keyed by the people found, two questions
 * that differ by one number would get equal noise exactly when that number is no member's. Who asks is no part of it, so that two askers
 * with one question cannot average. Secret: noise follows from it. Prints nothing.
 */
public final class QuestionKey {
    private static final int NAME_BYTES = 16;

    private final byte[] bytes;

    private QuestionKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The key of the question how many people {@code rows} reach.
     *
     * @param metric what is counted, for example {@code audience-reach}
     * @param epsilon loss of the figure: the same bits must never serve two widths of noise
     */
    public static QuestionKey of(NoiseKey key, String metric, Period period, Epsilon epsilon, AskedRows rows) {
        try (Prf prf = key.prf("question")) {
            return new QuestionKey(prf.add(metric)
                    .add(period.toString())
                    .add(epsilon.millionths())
                    .add(rows.bytes())
                    .end());
        }
    }

    /**
     * The key of a question about a cell that is named by words known beforehand, such as a region and a day, or a business and a category.
     *
     * @param metric what is counted, for example {@code daily-active}
     * @param epsilon loss of the figure
     * @param cell what names the cell within the metric; also whatever else decides the width of its noise
     */
    public static QuestionKey ofCell(NoiseKey key, String metric, Period period, Epsilon epsilon, List<String> cell) {
        // A use of its own: no cell and no list of rows are ever one question.
        try (Prf prf = key.prf("cell")) {
            prf.add(metric).add(period.toString()).add(epsilon.millionths());
            cell.forEach(prf::add);
            return new QuestionKey(prf.end());
        }
    }

    /** The question's name in the ledger: 32 letters. No way leads from it to the noise. */
    public String figureKey() {
        var name = new StringBuilder();
        try (Prf prf = new Prf(bytes, "figure")) {
            byte[] value = prf.end();
            for (int i = 0; i < NAME_BYTES; i++) {
                // Letters only: a name in digits could be taken for a number or a hash.
                name.append((char) ('a' + (value[i] >> 4 & 15))).append((char) ('a' + (value[i] & 15)));
            }
        }
        return name.toString();
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
