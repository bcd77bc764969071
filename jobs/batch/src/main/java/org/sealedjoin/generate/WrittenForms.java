package org.sealedjoin.generate;

/** Writes numbers the way people do. Everything but {@link #malformed} means the number it was given. */
final class WrittenForms {
    private static final String[] MALFORMED = {
        "12",
        "home",
        "?",
        "0",
        "call me",
        "+",
        "new phone",
        "same as before",
        "--",
        "tel:",
        "+0",
        "00",
        "#31#",
        "n/a",
        "99"
    };

    private WrittenForms() {}

    /** What stands in books and is no number at all. */
    static String malformed(long bits) {
        return Dice.pick(MALFORMED, bits);
    }

    /** The number as somebody in {@code reader} would write it: how one dials abroad depends on where one is. */
    static String write(Phone phone, RegionPlan reader, long bits) {
        double kind = Dice.unit(bits);
        long more = Dice.again(bits, 0);
        if (!phone.region().equals(reader.region())) {
            return abroad(phone, reader, kind, more);
        }
        if (kind < 0.12) {
            return OldForms.exist(phone) ? OldForms.write(phone, more) : national(phone, more);
        }
        // An Argentine mobile number has no national form without the 15 in its middle.
        return kind < 0.56 && !phone.region().equals("AR")
                ? national(phone, more)
                : abroad(phone, reader, (kind - 0.56) / 0.44, more);
    }

    private static String abroad(Phone phone, RegionPlan reader, double kind, long bits) {
        String countryCode = phone.plan().countryCode();
        if (kind < 0.45) {
            return phone.e164();
        }
        if (kind < 0.65) {
            return "+" + countryCode + " " + grouped(phone, ' ');
        }
        if (kind < 0.80) {
            return reader.exit()
                    + (bits % 2 == 0 ? " " : "")
                    + countryCode
                    + (bits % 2 == 0 ? " " : "")
                    + phone.national();
        }
        if (kind < 0.90) {
            return bits % 2 == 0 ? "tel:" + phone.e164() : "tel:+" + countryCode + "-" + grouped(phone, '-');
        }
        if (kind < 0.95 && phone.plan().trunk().equals("0")) {
            return "+" + countryCode + " (0)" + grouped(phone, ' ');
        }
        return kind < 0.98 ? phone.e164() : fullWidth(phone.e164());
    }

    private static String national(Phone phone, long bits) {
        String trunk = phone.plan().trunk();
        double kind = Dice.unit(bits);
        if (kind < 0.35) {
            return trunk + phone.national();
        }
        if (kind < 0.45) {
            return phone.national();
        }
        if (kind < 0.65) {
            return trunk.equals("1") ? grouped(phone, ' ') : trunk + grouped(phone, ' ');
        }
        if (kind < 0.82) {
            return trunk.equals("1") ? grouped(phone, '-') : trunk + grouped(phone, '-');
        }
        if (kind < 0.94) {
            return "(" + (trunk.equals("1") ? "" : trunk) + phone.area() + ") " + halves(phone.rest(), '-');
        }
        if (kind < 0.97) {
            return trunk + grouped(phone, ' ') + " ext. " + (1 + Dice.below(98, Dice.again(bits, 1)));
        }
        return fullWidth(trunk + phone.national());
    }

    /** The area, then the rest in two halves. */
    static String grouped(Phone phone, char separator) {
        return phone.area() + separator + halves(phone.rest(), separator);
    }

    private static String halves(String digits, char separator) {
        int middle = digits.length() / 2;
        return digits.substring(0, middle) + separator + digits.substring(middle);
    }

    private static String fullWidth(String digits) {
        var wide = new StringBuilder(digits.length());
        for (int place = 0; place < digits.length(); place++) {
            char letter = digits.charAt(place);
            wide.append(letter >= '0' && letter <= '9' ? (char) (letter - '0' + '０') : letter);
        }
        return wide.toString();
    }
}
