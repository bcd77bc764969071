package org.sealedjoin.phone;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Ways of hashing a number after which it matches nobody. The words stand in what {@code phone check} prints. */
enum Mistake {
    /** A hash was hashed again. */
    DOUBLE_HASHED("double_hashed", "a hash was hashed again: hash the number once"),
    /** The country's calling code was left out. */
    MISSING_COUNTRY("missing_country", "the calling code is missing: hash +44 20 7946 0000 as +442079460000"),
    /** A zero that is dialled at home stands behind the calling code. */
    TRUNK_ZERO("trunk_zero", "the zero that is dialled at home stands behind the calling code: leave it out"),
    /** 00 or 011 stands in the place of the plus. */
    DIALLING_PREFIX("dialling_prefix", "00 or 011 stands in the place of the plus"),
    /** The end of the line was hashed too. */
    LINE_END("line_end", "the end of the line was hashed with the number, as echo without -n does"),
    /** Blanks, brackets or signs were hashed too. */
    AS_TYPED("as_typed", "the number was hashed as typed: bring it into the form +442079460000 first");

    private final String word;
    private final String advice;

    Mistake(String word, String advice) {
        this.word = word;
        this.advice = advice;
    }

    String word() {
        return word;
    }

    String advice() {
        return advice;
    }

    /** The texts that each mistake makes of a number; never one of its two right forms. */
    static Map<Mistake, List<String>> textsOf(String typed, E164 number) {
        String code = callingCode(number);
        String rest = number.digits().substring(code.length());
        Map<Mistake, List<String>> texts = new EnumMap<>(Mistake.class);
        texts.put(DOUBLE_HASHED, hashesOf(number));
        texts.put(MISSING_COUNTRY, List.of(rest, "0" + rest, "+" + rest, "8" + rest));
        texts.put(TRUNK_ZERO, List.of("+" + code + "0" + rest, code + "0" + rest));
        texts.put(DIALLING_PREFIX, List.of("00" + number.digits(), "011" + number.digits(), "+00" + number.digits()));
        texts.put(
                LINE_END,
                List.of(
                        number.value() + "\n",
                        number.value() + "\r\n",
                        number.digits() + "\n",
                        number.digits() + "\r\n",
                        typed + "\n"));
        texts.put(
                AS_TYPED,
                List.of(typed, typed.strip(), typed.replaceAll("[^0-9+]", ""), typed.replaceAll("[^0-9]", "")));
        texts.replaceAll((mistake, all) -> all.stream()
                .filter(text -> !text.equals(number.value()) && !text.equals(number.digits()))
                .toList());
        return texts;
    }

    private static List<String> hashesOf(E164 number) {
        var texts = new ArrayList<String>();
        for (HashForm form : HashForm.values()) {
            String once = HashedNumber.of(number, form).hex();
            texts.add(once);
            texts.add(once.toUpperCase(Locale.ROOT));
        }
        return texts;
    }

    private static String callingCode(E164 number) {
        try {
            return String.valueOf(
                    PhoneNumberUtil.getInstance().parse(number.value(), null).getCountryCode());
        } catch (NumberParseException unknown) {
            // The normalizer took it, so this is a code without a plan of its own; nothing can be left out of it.
            return "";
        }
    }
}
