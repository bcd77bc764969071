package org.sealedjoin.privacy;

import java.math.BigDecimal;
import org.sealedjoin.base.Require;

/**
 * A privacy loss in whole millionths, so that sums of many are exact: eight times 0.05 is 0.4, which doubles do not promise.
 *
 * @param millionths at least 1, at most 1,000 million
 */
public record Epsilon(long millionths) {
    static final long ONE = 1_000_000;
    private static final long MOST = 1000 * ONE;
    private static final String RANGE = "0.000001 to 1000, at most 6 decimals";

    public Epsilon {
        if (millionths < 1 || millionths > MOST) {
            throw new IllegalArgumentException(
                    "Cannot use a loss of " + millionths + " millionths (need 1 to " + MOST + ")");
        }
    }

    /**
     * The value of a setting.
     *
     * @throws org.sealedjoin.base.UsageFailure naming {@code setting} if the value is out of range or has more than six decimals
     */
    public static Epsilon ofSetting(String setting, double value) {
        Require.setting(Double.isFinite(value) && value > 0 && value <= 1000, setting, value, RANGE);
        BigDecimal millionths = BigDecimal.valueOf(value).movePointRight(6);
        Require.setting(millionths.stripTrailingZeros().scale() <= 0, setting, value, RANGE);
        return new Epsilon(millionths.longValueExact());
    }

    /** The loss of a ledger's row, as {@link #asDouble} wrote it. */
    public static Epsilon ofLedger(double value) {
        return new Epsilon(Math.round(value * ONE));
    }

    public double asDouble() {
        return BigDecimal.valueOf(millionths, 6).doubleValue();
    }

    @Override
    public String toString() {
        return BigDecimal.valueOf(millionths, 6).stripTrailingZeros().toPlainString();
    }
}
