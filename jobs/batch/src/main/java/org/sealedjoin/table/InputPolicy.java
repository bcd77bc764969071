package org.sealedjoin.table;

import org.sealedjoin.base.Require;

/**
 * How many bad rows a run puts up with.
 *
 * @param maxRejectedShare largest share of a table's rows that may be bad, from 0 to 1; tables that protect people allow none
 */
public record InputPolicy(double maxRejectedShare) {
    public InputPolicy {
        Require.setting(
                maxRejectedShare >= 0 && maxRejectedShare <= 1, "input.max-rejected-share", maxRejectedShare, "0 to 1");
    }
}
