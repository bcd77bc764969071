package org.sealedjoin.phone;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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

    private static final Map<Integer, List<Rule>> RULES = List.of(
                    // Dialling prefixes 1 (mobile, from abroad), 01, 044 and 045, all dropped in August 2019 (IFT,
                    // dialling plan of 2018).
                    new Rule(MEXICO, "1[0-9]{10}", 1, 0, ""),
                    new Rule(MEXICO, "01[0-9]{10}", 2, 0, ""),
                    new Rule(MEXICO, "04[45][0-9]{10}", 3, 0, ""),

                    // Area code and subscriber number. Codes are 11, 2xx(x) and 3xx(x); 6xx, 8xx and 9xx are services.
                    // A
                    // trunk zero stays in front where libphonenumber took a subscriber number that begins with 15 for
                    // the
                    // prefix of a mobile.
                    new Rule(ARGENTINA, "(?:11|[23][0-9])[0-9]{8}", 0, 0, "9"),
                    new Rule(ARGENTINA, "0(?:11|[23][0-9])[0-9]{8}", 1, 0, "9"),

                    // An eight-digit mobile number behind its area code: 6, 8 or 9, and 71 to 74 in the state of São
                    // Paulo.
                    // The rest of 7 was trunked radio, which Anatel exempted from the ninth digit (Resolution 553/2010;
                    // series as listed by Teleco): putting a 9 before it would name a stranger.
                    new Rule(BRAZIL, "[1-9][1-9][689][0-9]{7}", 0, 2, "9"),
                    new Rule(BRAZIL, "1[1-9]7[1-4][0-9]{6}", 0, 2, "9"),

                    // All numbers got the same two digits on 30 November 2024 (ARCEP Bénin).
                    new Rule(BENIN, "[2-9][0-9]{7}", 0, 0, "01"),

                    // From 31 January 2021 an operator's two digits stand before the old eight (ARTCI): mobile Moov,
                    // MTN,
                    // Orange, then fixed. Prefixes as in the French Wikipedia's list of Ivorian codes and its
                    // MIT-licensed
                    // port cipnn; the mobile ones agree with libphonenumber's last carrier table before the change,
                    // except
                    // 69, which had changed hands.
                    new Rule(COTE_D_IVOIRE, "(?:0[1-3]|[457][0-3])[0-9]{6}", 0, 0, "01"),
                    new Rule(COTE_D_IVOIRE, "(?:0[4-6]|[4-9][4-6])[0-9]{6}", 0, 0, "05"),
                    new Rule(COTE_D_IVOIRE, "(?:0[7-9]|[4-7][7-9]|8[7-9]|9[78])[0-9]{6}", 0, 0, "07"),
                    new Rule(COTE_D_IVOIRE, "2[0-3]8[0-9]{5}", 0, 0, "21"),
                    new Rule(COTE_D_IVOIRE, "(?:2[0-4]|3[0-6])0[0-9]{5}", 0, 0, "25"),
                    new Rule(
                            COTE_D_IVOIRE,
                            "(?:20[23]|21[2357]|22[45]|23[45]|24[345]|306|31[69]|327|337|347|359|368)[0-9]{5}",
                            0,
                            0,
                            "27"),

                    // Three operators moved to nine digits, both forms in use from 4 September to 30 November 2026
                    // (PURA):
                    // QCell 83, Comium 86, Africell 87. The fourth keeps its seven digits.
                    new Rule(GAMBIA, "(?:3[0-9]|5[0-389])[0-9]{5}", 0, 0, "83"),
                    new Rule(GAMBIA, "6[0-9]{6}", 0, 0, "86"),
                    new Rule(GAMBIA, "(?:[27][0-9]|4[01])[0-9]{5}", 0, 0, "87"))
            .stream()
            .collect(Collectors.groupingBy(Rule::callingCode));

    private PlanChanges() {}

    /**
     * One change of a plan: of numbers that match {@code old}, the first {@code dropped} digits go, and {@code added} comes in
     * behind the first {@code kept} of what is left.
     */
    record Rule(int callingCode, Pattern old, int dropped, int kept, String added) {
        Rule(int callingCode, String old, int dropped, int kept, String added) {
            this(callingCode, Pattern.compile(old), dropped, kept, added);
        }

        private String rewritten(String national) {
            String left = national.substring(dropped);
            return left.substring(0, kept) + added + left.substring(kept);
        }
    }

    /** The rules of a calling code, of which the first that matches applies. */
    static List<Rule> rules(int callingCode) {
        return RULES.getOrDefault(callingCode, List.of());
    }

    /** The form in which the line of this national significant number is written today. */
    static String current(int callingCode, String national) {
        for (Rule rule : rules(callingCode)) {
            if (rule.old().matcher(national).matches()) {
                return rule.rewritten(national);
            }
        }
        return national;
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

    /** Whether one of the two questions about Argentine numbers may be answered yes. */
    static boolean asksMore(int callingCode) {
        return callingCode == ARGENTINA;
    }
}
