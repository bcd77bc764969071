package org.sealedjoin.app;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.table.Table;

/** What a run can make. */
enum Product {
    FRIENDS(null),
    AUDIENCES(Inputs.AUDIENCES),
    SAFETY(null),
    USAGE(Inputs.USAGE_DAILY),
    BUSINESS(Inputs.BUSINESSES);

    private final @Nullable Table figuresOf;

    Product(@Nullable Table figuresOf) {
        this.figuresOf = figuresOf;
    }

    static Set<Product> all() {
        return EnumSet.allOf(Product.class);
    }

    /** The table without which the product tells no noisy figure; nothing if it never tells any. */
    Optional<Table> figuresOf() {
        return Optional.ofNullable(figuresOf);
    }
}
