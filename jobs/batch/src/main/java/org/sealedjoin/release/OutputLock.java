package org.sealedjoin.release;

import org.sealedjoin.base.EnvironmentFailure;

/** A run's hold on an output folder. */
interface OutputLock extends AutoCloseable {
    /** True if no other run can have taken the folder up to now. */
    boolean isHeld();

    /**
     * Asked before each step that readers see.
     *
     * @throws EnvironmentFailure if the folder may be another run's by now
     */
    default void requireHeld() {
        if (!isHeld()) {
            throw new EnvironmentFailure(
                    "Cannot publish: this run's hold on the output folder has lapsed, or its store cannot be asked, so another run may have begun");
        }
    }

    @Override
    void close();
}
