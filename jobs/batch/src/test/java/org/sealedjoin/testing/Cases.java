package org.sealedjoin.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How many cases of many a build tries: all with {@code -Pfull}, else a fixed few. */
public final class Cases {
    private static final boolean ALL = "all".equals(System.getProperty("test.cases"));

    private Cases() {}

    /** All cases, or {@code few} of them at equal distances, the first among them. */
    public static <T> Stream<T> of(Stream<T> cases, int few) {
        List<T> all = cases.toList();
        if (ALL || all.size() <= few) {
            return all.stream();
        }
        var chosen = new ArrayList<T>();
        for (int i = 0; i < few; i++) {
            chosen.add(all.get((int) ((long) i * all.size() / few)));
        }
        return chosen.stream();
    }

    /** The first {@code few} of {@code all} seeds from 0, or all. */
    public static Stream<Long> seeds(int all, int few) {
        return Stream.iterate(0L, seed -> seed + 1).limit(ALL ? all : few);
    }
}
