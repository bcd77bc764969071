package org.sealedjoin.products.usage;

import java.util.List;
import org.sealedjoin.privacy.DiscreteLaplace;
import org.sealedjoin.privacy.Epsilon;
import org.sealedjoin.privacy.NoiseKey;
import org.sealedjoin.privacy.QuestionKey;

/** The noise of a public cell: it follows from the question, so that a figure that is asked for twice is the same figure. */
final class DrawNoise {
    private final UsagePolicy policy;
    private final Epsilon month;
    private final NoiseKey key;

    DrawNoise(UsagePolicy policy, Epsilon month, NoiseKey key) {
        this.policy = policy;
        this.month = month;
        this.key = key;
    }

    long of(Block block, String part, String region) {
        Measure measure = block.measure();
        Epsilon loss = region.equals(CountUsage.ALL) ? measure.lossOfTotal(month) : measure.lossOfRegions(month);
        long sensitivity = measure.sensitivity(policy);
        QuestionKey question = QuestionKey.ofCell(
                key,
                "usage " + measure.word(),
                block.span().paidIn(),
                loss,
                // The sensitivity decides how wide the noise is: the same bits at two widths would be two equations.
                List.of(block.span().name(), part, region, Long.toString(sensitivity)));
        return new DiscreteLaplace(loss, sensitivity).noiseOf(question);
    }
}
