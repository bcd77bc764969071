package org.sealedjoin.base;

/**
 * A run that cannot go on, told in one line: cannot what, why, the value and the limit. The line never holds a number, hash, token,
 * name or id; whoever builds it answers for that.
 */
public abstract sealed class Failure extends RuntimeException
        permits UsageFailure, InputFailure, GuaranteeFailure, EnvironmentFailure {
    private static final long serialVersionUID = 1L;

    private final int exitStatus;

    Failure(int exitStatus, String line) {
        // No cause: a cause's message may quote the value that caused it.
        super(line, null, false, true);
        this.exitStatus = exitStatus;
    }

    /** Status with which the program ends: 2 usage or settings, 3 input, 4 refused by a guarantee, 5 environment. */
    public final int exitStatus() {
        return exitStatus;
    }

    /** The one line, never null. */
    public final String line() {
        return String.valueOf(getMessage());
    }
}
