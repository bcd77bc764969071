package org.sealedjoin.guard;

import org.apache.spark.sql.catalyst.trees.TreeNodeTag;

/** A tag that only this very object reads back. Spark's own are equal by name, so anybody could set them by hand. */
final class OwnTag<T> extends TreeNodeTag<T> {
    private static final long serialVersionUID = 1L;

    OwnTag(String name) {
        super("org.sealedjoin.guard." + name);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
