package org.sealedjoin.guard;

/** Something in a plan that the guard refuses whatever the sink, with the reason in words. Holds no value of a row. */
final class Unjudgeable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unjudgeable(String reason) {
        super(reason, null, false, false);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
