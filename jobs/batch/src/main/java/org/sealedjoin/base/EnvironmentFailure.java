package org.sealedjoin.base;

/** The machine, the file system or Spark is not fit for the run. Exit status 5. */
public final class EnvironmentFailure extends Failure {
    private static final long serialVersionUID = 1L;

    public EnvironmentFailure(String line) {
        super(5, line);
    }
}
