package org.sealedjoin.phone;

import java.util.regex.Pattern;

/**
 * What the numbering metadata does not know: lines that are written in an old and a new form, or in two ways at once.
 *
 * <p>Each rule rewrites national significant numbers of one calling code and leaves every other number as it is. All of them
 * are idempotent. {@code docs/phone.md} has the table of rules with examples.
 */
final class PlanChanges {
    private static final int ARGENTINA = 54;
    private static final int BENIN = 229;
    private static final int BRAZIL = 55;
    private static final int COTE_D_IVOIRE = 225;
    private static final int GAMBIA = 220;
    private static final int MEXICO = 52;

    /** Dialling prefixes 1 (mobile, from abroad), 01, 044 and 045, all dropped in August 2019 (IFT, dialling plan of 2018). */
    private static final Pattern MEXICO_DROPPED_PREFIX = Pattern.compile("(?:1|01|044|045)([0-9]{10})");

    /**
     * Area code and subscriber number. Codes are 11, 2xx(x) and 3xx(x); 6xx, 8xx and 9xx are services. A trunk zero stays in front
     * where libphonenumber took a subscriber number that begins with 15 for the prefix of a mobile.
     */
    private static final Pattern ARGENTINA_GEOGRAPHIC = Pattern.compile("0?((?:11|[23][0-9])[0-9]{8})");

    /**
     * An eight-digit mobile number behind its area code: 6, 8 or 9, and 71 to 74 in the state of São Paulo. The rest of 7 was
     * trunked radio, which Anatel exempted from the ninth digit (Resolution 553/2010; series as listed by Teleco): putting a 9
     * before it would name a stranger.
     */
    private static final Pattern BRAZIL_EIGHT_DIGIT_MOBILE =
            Pattern.compile("([1-9][1-9])([689][0-9]{7})|(1[1-9])(7[1-4][0-9]{6})");

    /** All numbers got the same two digits on 30 November 2024 (ARCEP Bénin). */
    private static final Pattern BENIN_EIGHT_DIGITS = Pattern.compile("[2-9][0-9]{7}");

    /**
     * From 31 January 2021 an operator's two digits stand before the old eight (ARTCI). Prefixes as in the French Wikipedia's list
     * of Ivorian codes and its MIT-licensed port cipnn; the mobile ones agree with libphonenumber's last carrier table before
     * the change, except 69, which had changed hands.
     */
    private static final Pattern COTE_D_IVOIRE_OLD = Pattern.compile("(?<moov>(?:0[1-3]|[457][0-3])[0-9]{6})"
            + "|(?<mtn>(?:0[4-6]|[4-9][4-6])[0-9]{6})"
            + "|(?<orange>(?:0[7-9]|[4-7][7-9]|8[7-9]|9[78])[0-9]{6})"
            + "|(?<fixedMoov>2[0-3]8[0-9]{5})"
            + "|(?<fixedMtn>(?:2[0-4]|3[0-6])0[0-9]{5})"
            + "|(?<fixedOrange>(?:20[23]|21[2357]|22[45]|23[45]|24[345]|306|31[69]|327|337|347|359|368)[0-9]{5})");

    /**
     * Three operators moved to nine digits, both forms in use from 4 September to 30 November 2026 (PURA): QCell 83, Comium 86,
     * Africell 87. The fourth keeps its seven digits.
     */
    private static final Pattern GAMBIA_SEVEN_DIGITS = Pattern.compile(
            "(?<qcell>(?:3[0-9]|5[0-389])[0-9]{5})|(?<comium>6[0-9]{6})|(?<africell>(?:[27][0-9]|4[01])[0-9]{5})");

    private PlanChanges() {}

    /** The form in which the line of this national significant number is written today. */
    static String current(int callingCode, String national) {
        return switch (callingCode) {
            case MEXICO -> mexico(national);
            case ARGENTINA -> argentina(national);
            case BRAZIL -> brazil(national);
            case COTE_D_IVOIRE -> coteDIvoire(national);
            case BENIN -> BENIN_EIGHT_DIGITS.matcher(national).matches() ? "01" + national : national;
            case GAMBIA -> gambia(national);
            default -> national;
        };
    }

    /** Whether an Argentine mobile number was given with both marks of a mobile, the 9 of abroad and the 15 of home. */
    static boolean isArgentineTwiceMobile(int callingCode, String national) {
        return callingCode == ARGENTINA && national.length() == 13 && national.charAt(0) == '9';
    }

    /** Whether the first digit may come from a rule of the metadata rather than from the text: 15 at home is 9 from abroad. */
    static boolean hasAddedDigit(int callingCode, String national) {
        return callingCode == ARGENTINA && national.startsWith("9");
    }

    /** Whether this is an Argentine mobile number without its area code: 15 is a prefix and no area begins so. */
    static boolean lacksArgentineArea(int callingCode, String national) {
        return callingCode == ARGENTINA && national.startsWith("15");
    }

    private static String mexico(String national) {
        var old = MEXICO_DROPPED_PREFIX.matcher(national);
        return old.matches() ? old.group(1) : national;
    }

    private static String argentina(String national) {
        var areaAndNumber = ARGENTINA_GEOGRAPHIC.matcher(national);
        return areaAndNumber.matches() ? "9" + areaAndNumber.group(1) : national;
    }

    private static String brazil(String national) {
        return BRAZIL_EIGHT_DIGIT_MOBILE.matcher(national).matches()
                ? national.substring(0, 2) + "9" + national.substring(2)
                : national;
    }

    private static String coteDIvoire(String national) {
        var old = COTE_D_IVOIRE_OLD.matcher(national);
        if (!old.matches()) {
            return national;
        }
        if (old.group("moov") != null) {
            return "01" + national;
        }
        if (old.group("mtn") != null) {
            return "05" + national;
        }
        if (old.group("orange") != null) {
            return "07" + national;
        }
        if (old.group("fixedMoov") != null) {
            return "21" + national;
        }
        return (old.group("fixedMtn") != null ? "25" : "27") + national;
    }

    private static String gambia(String national) {
        var old = GAMBIA_SEVEN_DIGITS.matcher(national);
        if (!old.matches()) {
            return national;
        }
        if (old.group("qcell") != null) {
            return "83" + national;
        }
        return (old.group("comium") != null ? "86" : "87") + national;
    }
}
