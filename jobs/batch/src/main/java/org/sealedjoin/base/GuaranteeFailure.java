package org.sealedjoin.base;

/** Going on would break a guarantee of docs/guarantees.md. Exit status 4. */
public final class GuaranteeFailure extends Failure {
    private static final long serialVersionUID = 1L;

    public GuaranteeFailure(String line) {
        super(4, line);
    }
}
