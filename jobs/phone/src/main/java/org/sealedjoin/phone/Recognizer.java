package org.sealedjoin.phone;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the forms in which nearly all numbers are written, without libphonenumber's matching of the text as it is, but from its metadata
 * and with its outcome: whatever this accepts or refuses, {@link LibraryNormalizer} accepts as the same number or refuses for the same
 * reason. Everything else is left over.
 *
 * <p>Mutable, for one thread. Allocates nothing but where a plan is compiled.
 */
final class Recognizer {
    /** The outcome of a text that only libphonenumber can judge. */
    static final int LEFT_OVER = 0;

    /** Most digits read. */
    static final int MOST_DIGITS = 24;

    /** Shorter numbers can be service codes, or lack an area code. */
    static final int FEWEST_NATIONAL = 7;

    private static final int MOST_NATIONAL = 17;
    private static final int MOST_E164 = 15;
    private static final Refusal[] REFUSALS = Refusal.values();

    private final NumberText text = new NumberText();
    private final NationalNumber national = new NationalNumber();
    private final NationalNumber spare = new NationalNumber();
    private final NationalNumber again = new NationalNumber();
    private final byte[] form = new byte[1 + MOST_E164];

    /**
     * Reads one number.
     *
     * @param written UTF-8
     * @param region by {@link Regions#key}
     * @return how many bytes of {@link #form()} are its E.164 form; or, negative, what {@link #refusal} tells; or {@link #LEFT_OVER}
     */
    int recognize(byte[] written, int length, int region) {
        if (length > PhoneNormalizer.LONGEST_TEXT) {
            return LEFT_OVER;
        }
        return switch (text.read(written, length)) {
            case WITH_PLUS -> abroad(0);
            case DIGITS -> region == Regions.NONE ? LEFT_OVER : home(Regions.plan(region));
            case BLANK -> refused(Refusal.EMPTY);
            case WORDS -> refused(Refusal.NOT_A_NUMBER);
            case OTHER -> LEFT_OVER;
        };
    }

    /** ASCII: a plus and digits. Overwritten by the next number. */
    byte[] form() {
        return form;
    }

    static Refusal refusal(int outcome) {
        return REFUSALS[-1 - outcome];
    }

    Normalization normalization(int outcome) {
        return outcome < 0
                ? new Normalization.Refused(refusal(outcome))
                : new Normalization.Accepted(new E164(new String(form, 0, outcome, StandardCharsets.US_ASCII)));
    }

    private static int refused(Refusal reason) {
        return -1 - reason.ordinal();
    }

    /** Digits from {@code start} on as they follow a plus. */
    private int abroad(int start) {
        CallingCode code = Regions.codeOf(text.digits, start, text.count);
        if (code == null) {
            return LEFT_OVER;
        }
        national.set(text.digits, start + code.digits.length, text.count);
        code.plan.read(national, spare);
        return judged(code, true);
    }

    private int home(@Nullable NumberingPlan plan) {
        CallingCode code = plan == null ? null : Regions.code(plan.callingCode());
        if (plan == null || code == null || text.count < FEWEST_NATIONAL) {
            return LEFT_OVER;
        }
        int exit = plan.internationalPrefix(text.digits, text.count);
        if (exit != DigitPrefix.NONE) {
            return abroad(exit);
        }
        if (isCodeWithoutPlus(plan, code)) {
            code.plan.read(national, spare);
            return judged(code, true);
        }
        national.set(text.digits, 0, text.count);
        plan.read(national, spare);
        return mayHideCallingCode(code) ? LEFT_OVER : judged(code, false);
    }

    /** Whether the digits start with the region's own calling code, which only lacks its plus. What follows it is then in {@link #national}. */
    private boolean isCodeWithoutPlus(NumberingPlan plan, CallingCode code) {
        if (!NationalNumber.startWith(text.digits, 0, text.count, code.digits)) {
            return false;
        }
        national.set(text.digits, code.digits.length, text.count);
        plan.strip(national);
        return plan.isTooLong(text.count)
                || (!plan.describes(text.digits, 0, text.count)
                        && plan.describes(national.digits, national.from, national.to));
    }

    /** Whether the first digits could be the calling code all the same, if the rest is then a known mobile number. */
    private boolean mayHideCallingCode(CallingCode code) {
        return text.digits[0] == code.digits[0]
                && national.startsWith(code.digits)
                && !code.knowsNoMobileOf(national.length() - code.digits.length);
    }

    private int judged(CallingCode code, boolean writtenInFull) {
        if (PlanChanges.asksMore(code.number) && isOddlyArgentine()) {
            return LEFT_OVER;
        }
        if (text.extended && !national.endsAs(text.digits, text.count)) {
            // Letters stand in the text: that they were not read as digits shows in digits that stand there as they
            // are.
            return LEFT_OVER;
        }
        boolean changed = code.modernize(national);
        int length = national.length();
        if (length < FEWEST_NATIONAL || length > MOST_NATIONAL) {
            return LEFT_OVER;
        }
        if (!code.hasLinesOf(length) || !(writtenInFull || code.hasMobilesOf(length))) {
            boolean generalPrefix = !writtenInFull
                    && code.isTooLong(length)
                    && text.firstTwoAdjoin
                    && text.digits[0] == '0'
                    && text.digits[1] == '0';
            return generalPrefix ? acceptedOnly(abroad(2)) : LEFT_OVER;
        }
        return code.digits.length + length <= MOST_E164 && readsAsItself(code, changed) ? accepted(code) : LEFT_OVER;
    }

    private static int acceptedOnly(int outcome) {
        return Math.max(outcome, LEFT_OVER);
    }

    /** See {@code LibraryNormalizer#reread}. */
    private boolean readsAsItself(CallingCode code, boolean changed) {
        again.set(national.digits, national.from, national.to);
        code.plan.read(again, spare);
        if (changed) {
            code.modernize(again);
        }
        return again.sameAs(national);
    }

    private boolean isOddlyArgentine() {
        byte first = national.digits[national.from];
        return (first == '9' && national.length() == 13) || (first == '1' && national.digits[national.from + 1] == '5');
    }

    private int accepted(CallingCode code) {
        form[0] = '+';
        System.arraycopy(code.digits, 0, form, 1, code.digits.length);
        System.arraycopy(national.digits, national.from, form, 1 + code.digits.length, national.length());
        return 1 + code.digits.length + national.length();
    }
}
