package org.sealedjoin.report;

import java.util.Map;
import java.util.TreeMap;
import org.sealedjoin.base.Require;
import org.sealedjoin.base.UsageFailure;

/**
 * By how much a figure may differ from the night before.
 *
 * @param warning share above which a figure is said to have jumped
 * @param limits share above which nothing is published, by figure
 */
public record DriftPolicy(double warning, Map<String, Double> limits) {
    private static final String LIMITS = "release.drift-limits";

    public DriftPolicy {
        Require.setting(warning > 0, "report.drift-warning", warning, "> 0");
        limits = Map.copyOf(limits);
    }

    /** @param limits {@code none}, or figures with shares and commas between them, such as {@code products/friend_suggestions=0.5} */
    public static DriftPolicy ofSettings(double warning, String limits) {
        var parsed = new TreeMap<String, Double>();
        if (!limits.strip().equals("none")) {
            for (String part : limits.split(",", -1)) {
                int equals = part.indexOf('=');
                String figure = equals < 0 ? "" : part.substring(0, equals).strip();
                if (!Figures.names().contains(figure)) {
                    throw new UsageFailure("Cannot use " + LIMITS
                            + ": it names a figure that does not exist (need figure=share with commas between, see docs/settings.md)");
                }
                parsed.put(figure, share(figure, part.substring(equals + 1).strip()));
            }
        }
        return new DriftPolicy(warning, parsed);
    }

    private static double share(String figure, String text) {
        if (!text.matches("\\d{1,4}(\\.\\d{1,6})?") || Double.parseDouble(text) == 0) {
            throw new UsageFailure(
                    "Cannot use " + LIMITS + ": the share of " + figure + " is no number above 0 (such as 0.5)");
        }
        return Double.parseDouble(text);
    }
}
