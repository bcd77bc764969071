package org.sealedjoin.generate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * The numbers of one region that may be given out, and how people there dial.
 *
 * @param region ISO 3166-1 alpha-2
 * @param countryCode without the plus
 * @param trunk dialled before a national number; empty where there is none
 * @param exit dialled before a country code
 * @param blocks where the numbers lie
 */
record RegionPlan(String region, String countryCode, String trunk, String exit, List<Block> blocks)
        implements Serializable {
    /**
     * Consecutive national numbers.
     *
     * @param prefix the digits they share
     * @param freeDigits how many digits follow
     * @param first the lowest value of the free digits
     * @param count how many numbers
     * @param areaDigits how many leading digits people set apart when they write it
     */
    record Block(String prefix, int freeDigits, long first, long count, int areaDigits) implements Serializable {}

    RegionPlan {
        blocks = List.copyOf(blocks);
    }

    /** How many numbers there are. */
    long capacity() {
        return blocks.stream().mapToLong(Block::count).sum();
    }

    /** The number at {@code place}, counted through all blocks. */
    Phone number(long place) {
        long left = place;
        for (Block block : blocks) {
            if (left < block.count()) {
                String free = Long.toString(block.first() + left);
                var digits = new StringBuilder(16).append(block.prefix());
                digits.append("0".repeat(block.freeDigits() - free.length())).append(free);
                return new Phone(this, digits.toString(), block.areaDigits());
            }
            left -= block.count();
        }
        throw new IllegalArgumentException(
                "Cannot give out number " + place + " of " + region + " (need below " + capacity() + ")");
    }

    /** Starts a plan in which people dial 00 to go abroad. */
    static Builder plan(String region, String countryCode, String trunk) {
        return new Builder(region, countryCode, trunk);
    }

    /** Collects blocks. */
    static final class Builder {
        private final String region;
        private final String countryCode;
        private final String trunk;
        private final List<Block> blocks = new ArrayList<>();
        private String exit = "00";

        private Builder(String region, String countryCode, String trunk) {
            this.region = region;
            this.countryCode = countryCode;
            this.trunk = trunk;
        }

        Builder exit(String digits) {
            exit = digits;
            return this;
        }

        /** All numbers that start with one of the prefixes, which stand separated by spaces. */
        Builder all(String prefixes, int freeDigits, int areaDigits) {
            return some(prefixes, freeDigits, 0, Math.round(Math.pow(10, freeDigits)), areaDigits);
        }

        /** For each prefix the {@code count} numbers from {@code first}. */
        Builder some(String prefixes, int freeDigits, long first, long count, int areaDigits) {
            for (String prefix : prefixes.split(" ")) {
                blocks.add(new Block(prefix, freeDigits, first, count, areaDigits));
            }
            return this;
        }

        RegionPlan build() {
            return new RegionPlan(region, countryCode, trunk, exit, blocks);
        }
    }
}
