package org.sealedjoin.phone;

import com.google.i18n.phonenumbers.Phonemetadata.PhoneMetadata;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneNumberDesc;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How numbers are written at home in one region, compiled from libphonenumber's metadata: what is dialled before a number, and which digits
 * and lengths a number can have. Does what {@code PhoneNumberUtil}'s parser does with the same metadata.
 */
final class NumberingPlan {
    private final int callingCode;
    private final DigitPrefix international;
    private final @Nullable DigitPrefix trunk;
    private final byte @Nullable [] head;
    private final DigitPattern general;
    private final int lengths;
    private final int localLengths;
    private final int longest;

    /** @throws IllegalArgumentException if the metadata holds a pattern or rule of a kind that it never held before */
    NumberingPlan(PhoneMetadata metadata) {
        callingCode = metadata.getCountryCode();
        international = new DigitPrefix(metadata.getInternationalPrefix());
        String prefix = metadata.getNationalPrefixForParsing();
        trunk = prefix.isEmpty() ? null : new DigitPrefix(prefix);
        String rule = metadata.getNationalPrefixTransformRule();
        head = rule.isEmpty() ? null : headOf(rule, prefix);
        PhoneNumberDesc desc = metadata.getGeneralDesc();
        general = new DigitPattern(desc.getNationalNumberPattern());
        lengths = bits(desc.getPossibleLengthList());
        localLengths = bits(desc.getPossibleLengthLocalOnlyList());
        longest = 31 - Integer.numberOfLeadingZeros(lengths);
    }

    int callingCode() {
        return callingCode;
    }

    /** How many digits people dial here before a calling code, as they stand at the start of {@code digits}, or {@link DigitPrefix#NONE}. */
    int internationalPrefix(byte[] digits, int length) {
        int match = international.find(digits, 0, length);
        if (match == DigitPrefix.NONE) {
            return DigitPrefix.NONE;
        }
        int end = DigitPrefix.end(match);
        // No calling code starts with 0.
        return end < length && digits[end] == '0' ? DigitPrefix.NONE : end;
    }

    /** Drops what is dialled before a number at home, if that leaves a number of a length that there is. */
    void read(NationalNumber number, NationalNumber spare) {
        int match = trunkIn(number);
        if (match == DigitPrefix.NONE) {
            return;
        }
        spare.set(number.digits, number.from, number.to);
        strip(spare, match);
        int length = spare.length();
        if (isTooLong(length) || ((lengths & ~localLengths) >> length & 1) == 1) {
            number.set(spare.digits, spare.from, spare.to);
        }
    }

    /** Drops what is dialled before a number at home. */
    void strip(NationalNumber number) {
        int match = trunkIn(number);
        if (match != DigitPrefix.NONE) {
            strip(number, match);
        }
    }

    /** Whether this is a number as a whole, by its digits. */
    boolean describes(byte[] digits, int from, int to) {
        return general.matches(digits, from, to);
    }

    /** Whether no number here has so many digits. */
    boolean isTooLong(int length) {
        return length > longest && (localLengths >> length & 1) == 0;
    }

    private int trunkIn(NationalNumber number) {
        return trunk == null || number.length() == 0
                ? DigitPrefix.NONE
                : trunk.find(number.digits, number.from, number.to);
    }

    private void strip(NationalNumber number, int match) {
        boolean viable = general.matches(number.digits, number.from, number.to);
        int from = number.from;
        int end = DigitPrefix.end(match);
        if (head == null || !DigitPrefix.hasGroup(match)) {
            number.from += end;
            if (viable && !general.matches(number.digits, number.from, number.to)) {
                number.from = from;
            }
            return;
        }
        byte[] before = viable ? Arrays.copyOfRange(number.digits, from, number.to) : head;
        number.replaceHead(head, DigitPrefix.groupStart(match), DigitPrefix.groupEnd(match), end);
        if (viable && !general.matches(number.digits, number.from, number.to)) {
            number.set(before, 0, before.length);
        }
    }

    /** What a rule such as {@code 9$1} puts before the last group of the prefix. */
    private static byte[] headOf(String rule, String prefix) {
        int groups = (int) prefix.chars().filter(c -> c == '(').count() - prefix.split("\\(\\?:", -1).length + 1;
        int mark = rule.indexOf('$');
        if (mark < 0
                || !rule.substring(mark).equals("$" + groups)
                || !rule.substring(0, mark).matches("[0-9]{0,4}")) {
            throw new IllegalArgumentException("Cannot compile a rule of the metadata: not digits and the last group");
        }
        return rule.substring(0, mark).getBytes(StandardCharsets.US_ASCII);
    }

    private static int bits(Iterable<Integer> lengths) {
        int bits = 0;
        for (int length : lengths) {
            bits |= 1 << length;
        }
        return bits;
    }
}
