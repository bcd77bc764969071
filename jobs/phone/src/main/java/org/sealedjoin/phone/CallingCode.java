package org.sealedjoin.phone;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneMetadata;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneNumberDesc;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What numbers under one calling code have in common: the lengths that libphonenumber calls possible, and the plan that reads them. */
final class CallingCode {
    private static final int LONGEST_NATIONAL = 17;

    final int number;
    final byte[] digits;
    final NumberingPlan plan;
    private final List<Change> changes;
    private final int lineLengths;
    private final int mobileLengths;
    private final int excessLengths;
    private final int mobileLengthsAnywhere;
    private final int lengthsAnywhere;

    /** One rule of {@link PlanChanges}, compiled. */
    private record Change(DigitPattern old, int dropped, int kept, byte[] added) {
        Change(PlanChanges.Rule rule) {
            this(
                    new DigitPattern(rule.old().pattern()),
                    rule.dropped(),
                    rule.kept(),
                    rule.added().getBytes(StandardCharsets.US_ASCII));
        }
    }

    /**
     * @param plan that of the region that libphonenumber reads numbers with this calling code in
     * @param regions metadata of all regions with this calling code
     */
    CallingCode(int number, NumberingPlan plan, List<PhoneMetadata> regions) {
        this.number = number;
        this.plan = plan;
        digits = Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
        changes = PlanChanges.rules(number).stream().map(Change::new).toList();
        lineLengths = lengths(PhoneNumberType.FIXED_LINE_OR_MOBILE, ValidationResult.IS_POSSIBLE);
        mobileLengths = lengths(PhoneNumberType.MOBILE, ValidationResult.IS_POSSIBLE);
        excessLengths = lengths(PhoneNumberType.FIXED_LINE_OR_MOBILE, ValidationResult.TOO_LONG);
        int mobile = 0;
        int any = 0;
        for (PhoneMetadata region : regions) {
            mobile |= bits(region.getMobile(), region.getGeneralDesc());
            any |= bits(region.getGeneralDesc(), region.getGeneralDesc());
        }
        mobileLengthsAnywhere = mobile;
        lengthsAnywhere = any;
    }

    /** Whether its country has fixed or mobile lines of that length. */
    boolean hasLinesOf(int length) {
        return (lineLengths >> length & 1) == 1;
    }

    /** Whether its country has mobile lines of that length. */
    boolean hasMobilesOf(int length) {
        return (mobileLengths >> length & 1) == 1;
    }

    /** Whether no region of this calling code has a known mobile number of that length. */
    boolean knowsNoMobileOf(int length) {
        return (mobileLengthsAnywhere >> length & 1) == 0;
    }

    /** Whether the number is refused as too long for a line: and no region has a known number of any kind of that length. */
    boolean isTooLong(int length) {
        return (excessLengths >> length & 1) == 1 && (lengthsAnywhere >> length & 1) == 0;
    }

    /** Brings a number into today's form. True if that changed it. */
    boolean modernize(NationalNumber national) {
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            if (change.old.matches(national.digits, national.from, national.to)) {
                national.from += change.dropped;
                national.insert(change.added, change.kept);
                return true;
            }
        }
        return false;
    }

    /** From the public test, so that its many special cases are libphonenumber's own. It looks at nothing but the length. */
    private int lengths(PhoneNumberType type, ValidationResult result) {
        int bits = 0;
        for (int length = 2; length <= LONGEST_NATIONAL; length++) {
            PhoneNumber example =
                    new PhoneNumber().setCountryCode(number).setNationalNumber(Long.parseLong("9".repeat(length)));
            if (PhoneNumberUtil.getInstance().isPossibleNumberForTypeWithReason(example, type) == result) {
                bits |= 1 << length;
            }
        }
        return bits;
    }

    private static int bits(PhoneNumberDesc desc, PhoneNumberDesc general) {
        List<Integer> lengths =
                desc.getPossibleLengthCount() == 0 ? general.getPossibleLengthList() : desc.getPossibleLengthList();
        int bits = 0;
        for (int length : lengths) {
            bits |= length > 0 ? 1 << length : 0;
        }
        return bits;
    }
}
