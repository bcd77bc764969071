package org.sealedjoin.app;

import java.util.EnumSet;
import java.util.Set;

/** What a run can make. */
enum Product {
    FRIENDS,
    AUDIENCES,
    SAFETY;

    static Set<Product> all() {
        return EnumSet.allOf(Product.class);
    }
}
