package org.sealedjoin.base;

/** The command line or a setting cannot be used. Exit status 2. */
public final class UsageFailure extends Failure {
    private static final long serialVersionUID = 1L;

    public UsageFailure(String line) {
        super(2, line);
    }
}
