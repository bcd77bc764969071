package org.sealedjoin.phone;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber.CountryCodeSource;
import com.google.i18n.phonenumbers.ShortNumberInfo;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The normal form of a number by libphonenumber and the rules beyond it, which {@link PhoneNormalizer} promises. What every faster way is
 * compared with, and what reads the texts that those leave over.
 *
 * <p>Immutable and safe for use by many threads. No input makes it throw.
 */
final class LibraryNormalizer {
    /** Not a region: tells libphonenumber that there is no region to read a number in. */
    private static final String NOWHERE = "ZZ";

    private static final int NORTH_AMERICA = 1;
    private static final int LONGEST_SHORT_CODE = 6;
    private static final Set<PhoneNumberType> SERVICES = EnumSet.of(
            PhoneNumberType.TOLL_FREE, PhoneNumberType.SHARED_COST, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.UAN);

    /** Kinds whose known ranges never begin like a dialling prefix. */
    private static final Set<PhoneNumberType> PERSONAL =
            EnumSet.of(PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE);

    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    private final ShortNumberInfo shortCodes = ShortNumberInfo.getInstance();
    private final Set<String> regions = numbers.getSupportedRegions();

    /** As {@link PhoneNormalizer#knows}. */
    boolean knows(String region) {
        return !homeOf(region).equals(NOWHERE);
    }

    /** As {@link PhoneNormalizer#normalize}. */
    Normalization normalize(@Nullable String raw, @Nullable String region) {
        if (raw == null) {
            return refused(Refusal.EMPTY);
        }
        if (raw.length() > PhoneNormalizer.LONGEST_TEXT) {
            return refused(Refusal.TOO_LONG);
        }
        String text = PlainText.of(raw);
        if (text.isBlank()) {
            return refused(Refusal.EMPTY);
        }
        String home = homeOf(region);
        Normalization outcome = read(text, home);
        return isTooLong(outcome) && !home.equals(NOWHERE) ? readWithGeneralPrefix(text, outcome) : outcome;
    }

    private Normalization read(String text, String home) {
        try {
            PhoneNumber number = numbers.parseAndKeepRawInput(text, home);
            return hasStrayWord(text, number)
                    ? refused(Refusal.LETTERS)
                    : judged(modernized(withCallingCodeRead(text, number)));
        } catch (NumberParseException unreadable) {
            return refused(reasonOf(unreadable.getErrorType(), text, home));
        }
    }

    /**
     * Reads 00 as the plus it stands for in most of the world (ITU-T E.123), also where people dial another prefix: they still
     * write 0044. Only for texts that are too long for home, so no number of home is lost.
     */
    private Normalization readWithGeneralPrefix(String text, Normalization outcome) {
        int start = PlainText.indexOfDigit(text);
        if (!text.startsWith("00", start)) {
            return outcome;
        }
        Normalization abroad = read("+" + text.substring(start + 2), NOWHERE);
        return abroad instanceof Normalization.Accepted ? abroad : outcome;
    }

    private static boolean isTooLong(Normalization outcome) {
        return outcome instanceof Normalization.Refused refused && refused.reason() == Refusal.TOO_LONG;
    }

    private Normalization judged(PhoneNumber number) throws NumberParseException {
        String national = numbers.getNationalSignificantNumber(number);
        Refusal problem = problemOf(number, national);
        if (national.length() <= LONGEST_SHORT_CODE && isShortCode(number)) {
            return refused(Refusal.SHORT_CODE);
        }
        if (problem != null) {
            return refused(problem);
        }
        String e164 = "+" + number.getCountryCode() + national;
        if (!E164.isWellFormed(e164)) {
            return refused(Refusal.WRONG_LENGTH);
        }
        return PERSONAL.contains(numbers.getNumberType(number)) ? accepted(e164) : reread(e164, national);
    }

    /**
     * Holds the form of a service number, or of one in no known range, to the promise of reading as itself. A dialling prefix may have stayed in it,
     * such as a trunk zero written twice; then what is left behind the prefix is judged.
     */
    private Normalization reread(String e164, String national) throws NumberParseException {
        PhoneNumber number = modernized(numbers.parseAndKeepRawInput(e164, NOWHERE));
        return numbers.getNationalSignificantNumber(number).equals(national) ? accepted(e164) : judged(number);
    }

    private @Nullable Refusal problemOf(PhoneNumber number, String national) {
        if (PlanChanges.lacksArgentineArea(number.getCountryCode(), national)) {
            return Refusal.LOCAL_ONLY;
        }
        ValidationResult length =
                numbers.isPossibleNumberForTypeWithReason(number, PhoneNumberType.FIXED_LINE_OR_MOBILE);
        if (length == ValidationResult.IS_POSSIBLE && (isWrittenInFull(number) || hasMobileLength(number))) {
            return null;
        }
        if (numbers.isValidNumber(number)) {
            return null;
        }
        return switch (length) {
            case IS_POSSIBLE, IS_POSSIBLE_LOCAL_ONLY -> Refusal.LOCAL_ONLY;
            case TOO_SHORT -> Refusal.TOO_SHORT;
            case TOO_LONG -> Refusal.TOO_LONG;
            case INVALID_LENGTH -> Refusal.WRONG_LENGTH;
            case INVALID_COUNTRY_CODE -> Refusal.UNKNOWN_COUNTRY;
        };
    }

    /** Whether the calling code was written, so that what follows cannot lack its area code. */
    private static boolean isWrittenInFull(PhoneNumber number) {
        return number.getCountryCodeSource() != CountryCodeSource.FROM_DEFAULT_COUNTRY;
    }

    /**
     * Whether mobile numbers of the country have this length. Where area codes and numbers vary in length, a landline without
     * its area code is as long as somebody else's landline with one, but it is rarely as long as a mobile number.
     */
    private boolean hasMobileLength(PhoneNumber number) {
        return numbers.isPossibleNumberForTypeWithReason(number, PhoneNumberType.MOBILE)
                == ValidationResult.IS_POSSIBLE;
    }

    private boolean isShortCode(PhoneNumber number) {
        return shortCodes.isValidShortNumber(number) && !numbers.isValidNumber(number);
    }

    /**
     * Reads a calling code that was written without its plus where libphonenumber took it for an area code: German and Indonesian
     * numbers, among others, are so unequal in length that both readings exist. The whole must be a known mobile number as read
     * here and not as read there; whoever means the area code writes the 0 before it.
     */
    private PhoneNumber withCallingCodeRead(String text, PhoneNumber number) {
        String callingCode = Integer.toString(number.getCountryCode());
        String national = numbers.getNationalSignificantNumber(number);
        if (isWrittenInFull(number)
                || !national.startsWith(callingCode)
                || national.length() == callingCode.length()
                || !text.startsWith(callingCode.substring(0, 1), PlainText.indexOfDigit(text))) {
            return number;
        }
        PhoneNumber read = withNational(number, national.substring(callingCode.length()))
                .setCountryCodeSource(CountryCodeSource.FROM_NUMBER_WITHOUT_PLUS_SIGN);
        return isKnownMobile(read) && !isKnownMobile(number) ? read : number;
    }

    private boolean isKnownMobile(PhoneNumber number) {
        return numbers.getNumberType(number) == PhoneNumberType.MOBILE;
    }

    /** The same line under today's numbering plan. */
    private PhoneNumber modernized(PhoneNumber number) throws NumberParseException {
        int callingCode = number.getCountryCode();
        String national = numbers.getNationalSignificantNumber(number);
        if (PlanChanges.isArgentineTwiceMobile(callingCode, national)) {
            // Only the metadata knows how long the area code is, and so where the 15 stands.
            return modernized(numbers.parseAndKeepRawInput("+54" + national.substring(1), NOWHERE));
        }
        String current = PlanChanges.current(callingCode, national);
        return current.equals(national) ? number : withNational(number, current);
    }

    private static PhoneNumber withNational(PhoneNumber number, String national) {
        int zeros = 0;
        while (zeros < national.length() - 1 && national.charAt(zeros) == '0') {
            zeros++;
        }
        return new PhoneNumber()
                .setCountryCode(number.getCountryCode())
                .setCountryCodeSource(number.getCountryCodeSource())
                .setNationalNumber(Long.parseLong(national))
                .setItalianLeadingZero(zeros > 0)
                .setNumberOfLeadingZeros(Math.max(1, zeros));
    }

    private boolean hasStrayWord(String text, PhoneNumber number) {
        String written = PlainText.withoutParameters(text);
        return PlainText.hasWord(written) && readLettersAsDigits(written, number) && !isVanity(number);
    }

    /** Told from the result: letters that mark an extension leave no digits in it. */
    private boolean readLettersAsDigits(String text, PhoneNumber number) {
        String national = numbers.getNationalSignificantNumber(number);
        int matched = PlanChanges.hasAddedDigit(number.getCountryCode(), national) ? 1 : 0;
        for (int i = 0; i < text.length() && matched < national.length(); i++) {
            if (text.charAt(i) == national.charAt(matched)) {
                matched++;
            }
        }
        return matched < national.length();
    }

    private boolean isVanity(PhoneNumber number) {
        return numbers.isValidNumber(number)
                && (number.getCountryCode() == NORTH_AMERICA || SERVICES.contains(numbers.getNumberType(number)));
    }

    private String homeOf(@Nullable String region) {
        if (region == null || region.length() != 2) {
            return NOWHERE;
        }
        if (regions.contains(region)) {
            return region;
        }
        String upper = region.toUpperCase(Locale.ROOT);
        return regions.contains(upper) ? upper : NOWHERE;
    }

    private static Refusal reasonOf(NumberParseException.ErrorType error, String text, String home) {
        return switch (error) {
            case NOT_A_NUMBER -> Refusal.NOT_A_NUMBER;
            case INVALID_COUNTRY_CODE ->
                home.equals(NOWHERE) && text.indexOf('+') < 0 ? Refusal.NO_REGION : Refusal.UNKNOWN_COUNTRY;
            case TOO_SHORT_AFTER_IDD, TOO_SHORT_NSN -> Refusal.TOO_SHORT;
            case TOO_LONG -> Refusal.TOO_LONG;
        };
    }

    private static Normalization accepted(String e164) {
        return new Normalization.Accepted(new E164(e164));
    }

    private static Normalization refused(Refusal reason) {
        return new Normalization.Refused(reason);
    }
}
