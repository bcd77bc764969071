package org.sealedjoin.app;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.base.UsageFailure;
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

    /**
     * The product of that name.
     *
     * @throws UsageFailure if there is none
     */
    static Product of(String word) {
        return Arrays.stream(values())
                .filter(product -> product.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new UsageFailure("Cannot leave out a product of an unknown name (need "
                        + all().stream().map(Product::word).collect(Collectors.joining(", ")) + ")"));
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The table without which the product tells no noisy figure; nothing if it never tells any. */
    Optional<Table> figuresOf() {
        return Optional.ofNullable(figuresOf);
    }
}
