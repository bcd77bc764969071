package org.sealedjoin.phone;

/** How a command ended, the same numbers as in the rest of Sealed Join. */
final class ExitStatus {
    static final int DONE = 0;
    static final int USAGE = 2;
    static final int INPUT = 3;
    static final int ENVIRONMENT = 5;

    private ExitStatus() {}
}
