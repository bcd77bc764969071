package org.sealedjoin.base;

/** An input table is missing, unreadable or not as declared. Exit status 3. */
public final class InputFailure extends Failure {
    private static final long serialVersionUID = 1L;

    public InputFailure(String line) {
        super(3, line);
    }
}
