package org.sealedjoin.generate;

import java.io.Serializable;

/** Chance that can be asked again: each value is a hash of the seed, the name of the draw and what it is about. */
record Dice(long seed) implements Serializable {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** 64 bits for the draw about {@code a}. */
    long bits(Draw draw, long a) {
        return mix(mix(seed + GOLDEN * (draw.ordinal() + 1)) ^ (a * GOLDEN + 1));
    }

    /** 64 bits for the draw about {@code a} and {@code b}, in this order. */
    long bits(Draw draw, long a, long b) {
        return mix(bits(draw, a) + (b + 1) * 0xD1B54A32D192ED03L);
    }

    long bits(Draw draw, long a, long b, long c) {
        return mix(bits(draw, a, b) + (c + 1) * 0x8CB92BA72F3D8DD7L);
    }

    /** From 0, included, to 1, excluded. */
    double unit(Draw draw, long a) {
        return unit(bits(draw, a));
    }

    double unit(Draw draw, long a, long b) {
        return unit(bits(draw, a, b));
    }

    boolean chance(double probability, Draw draw, long a, long b) {
        return unit(draw, a, b) < probability;
    }

    /** A whole number from {@code from}, included, to {@code to}, excluded; {@code from} if the range is empty. */
    long between(long from, long to, Draw draw, long a, long b) {
        return to <= from ? from : from + below(to - from, bits(draw, a, b));
    }

    /** A fresh draw out of the bits of another, one a {@code step}. */
    static long again(long bits, int step) {
        return mix(bits + GOLDEN * (step + 1));
    }

    static double unit(long bits) {
        return (bits >>> 11) * 0x1p-53;
    }

    static long below(long limit, long bits) {
        return (bits >>> 1) % limit;
    }

    static <T> T pick(T[] choices, long bits) {
        return choices[(int) below(choices.length, bits)];
    }

    // The finalizer of SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014).
    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
