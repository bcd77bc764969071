package org.sealedjoin.phone;

/** A command that cannot go on. The message is one line for the operator and never holds a number. */
final class ToolFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitStatus;
    private final String line;

    ToolFailure(int exitStatus, String message) {
        super(message);
        this.exitStatus = exitStatus;
        this.line = message;
    }

    int exitStatus() {
        return exitStatus;
    }

    String line() {
        return line;
    }
}
