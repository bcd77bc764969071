package org.sealedjoin.phone;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneMetadata;
import com.google.i18n.phonenumbers.metadata.DefaultMetadataDependenciesProvider;
import com.google.i18n.phonenumbers.metadata.source.MetadataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The compiled plans of all regions and calling codes. Each is compiled when the first number needs it, since a process often sees numbers of
 * few countries.
 */
final class Regions {
    /** The key of no region, or of a text that is none. */
    static final int NONE = -1;

    private static final int LETTERS = 26;
    private static final String NO_COUNTRY = PhoneNumberUtil.REGION_CODE_FOR_NON_GEO_ENTITY;

    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
    private static final MetadataSource METADATA =
            DefaultMetadataDependenciesProvider.getInstance().getPhoneNumberMetadataSource();
    private static final short[] CODE_BY_THREE_DIGITS = codes(NUMBERS.getSupportedCallingCodes());

    /** What was tried and cannot be compiled: its numbers are left to libphonenumber. */
    private static final Object NOT_COMPILED = new Object();

    private static final AtomicReferenceArray<@Nullable Object> CODES = new AtomicReferenceArray<>(1000);
    private static final AtomicReferenceArray<@Nullable Object> PLANS = new AtomicReferenceArray<>(LETTERS * LETTERS);

    private Regions() {}

    /** A number for a region, ISO 3166-1 alpha-2 in either case. */
    static int key(@Nullable String region) {
        return region == null || region.length() != 2 ? NONE : key(region.charAt(0), region.charAt(1));
    }

    static int key(int first, int second) {
        int high = (first | 0x20) - 'a';
        int low = (second | 0x20) - 'a';
        return first > 'z' || second > 'z' || high < 0 || high >= LETTERS || low < 0 || low >= LETTERS
                ? NONE
                : LETTERS * high + low;
    }

    /** The calling code at the start of digits that follow a plus, or null if there is none or none that was compiled. */
    static @Nullable CallingCode codeOf(byte[] digits, int from, int to) {
        if (to - from < 3) {
            return null;
        }
        int code = CODE_BY_THREE_DIGITS[
                100 * (digits[from] - '0') + 10 * (digits[from + 1] - '0') + digits[from + 2] - '0'];
        return code == 0 ? null : code(code);
    }

    static @Nullable CallingCode code(int code) {
        Object found = CODES.get(code);
        if (found == null) {
            found = compiledCode(code);
            CODES.set(code, found);
        }
        return found instanceof CallingCode known ? known : null;
    }

    /** The plan in which numbers without a plus are read, or null if the region is unknown or its plan was not compiled. */
    static @Nullable NumberingPlan plan(int key) {
        Object found = PLANS.get(key);
        if (found == null) {
            String region = "" + (char) ('A' + key / LETTERS) + (char) ('A' + key % LETTERS);
            found = NUMBERS.getSupportedRegions().contains(region)
                    ? compiledPlan(METADATA.getMetadataForRegion(region))
                    : NOT_COMPILED;
            PLANS.set(key, found);
        }
        return found instanceof NumberingPlan known ? known : null;
    }

    private static Object compiledCode(int code) {
        List<PhoneMetadata> regions = new ArrayList<>();
        for (String region : NUMBERS.getRegionCodesForCountryCode(code)) {
            regions.add(
                    region.equals(NO_COUNTRY)
                            ? METADATA.getMetadataForNonGeographicalRegion(code)
                            : METADATA.getMetadataForRegion(region));
        }
        String main = NUMBERS.getRegionCodeForCountryCode(code);
        NumberingPlan plan = main.equals(NO_COUNTRY) ? worldwide(code) : plan(key(main));
        return plan == null ? NOT_COMPILED : new CallingCode(code, plan, regions);
    }

    private static @Nullable NumberingPlan worldwide(int code) {
        return compiledPlan(METADATA.getMetadataForNonGeographicalRegion(code)) instanceof NumberingPlan known
                ? known
                : null;
    }

    private static Object compiledPlan(PhoneMetadata metadata) {
        try {
            return new NumberingPlan(metadata);
        } catch (IllegalArgumentException beyondUs) {
            return NOT_COMPILED;
        }
    }

    /** The shortest calling code that the three digits start with; 0 if there is none. */
    private static short[] codes(Set<Integer> supported) {
        var codes = new short[1000];
        for (int digits = 100; digits < 1000; digits++) {
            for (int code : new int[] {digits, digits / 10, digits / 100}) {
                if (supported.contains(code)) {
                    codes[digits] = (short) code;
                }
            }
        }
        return codes;
    }
}
