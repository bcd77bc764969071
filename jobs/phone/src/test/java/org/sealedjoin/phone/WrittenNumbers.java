package org.sealedjoin.phone;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneMetadata;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneNumberDesc;
import com.google.i18n.phonenumbers.metadata.DefaultMetadataDependenciesProvider;
import com.google.i18n.phonenumbers.metadata.source.MetadataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** Seeded texts that are, resemble or only begin like phone numbers, of every region and of every kind that the metadata lists. */
final class WrittenNumbers {
    /** How a text came about. */
    enum Form {
        E164,
        PLUS_SEPARATED,
        EXIT_PREFIX,
        NATIONAL_PLAIN,
        NATIONAL_TRUNK,
        NATIONAL_SEPARATED,
        CODE_WITHOUT_PLUS,
        PLUS_AND_TRUNK,
        OFF_BY_ONE,
        WRONG_PREFIX,
        PREFIX_OF_PATTERN,
        RANDOM_DIGITS,
        UNICODE_DIGITS,
        LINK,
        EXTENSION,
        AMONG_WORDS,
        GARBAGE
    }

    /** A text, where its writer is at home, and how it came about. */
    record Written(Form form, String text, String region) {}

    private static final Form[] FORMS = Form.values();
    private static final String[] MARKS = {
        " ", " ", "-", "-", ".", "/", "(", ")", "  ", " (", ") ", " - ", "\u00A0", "\u2011", "\u202A", "\u2009", "\t",
        "\u200E"
    };
    private static final String[] WRONG = {
        "0", "00", "000", "1", "8", "9", "15", "01", "011", "06", "044", "045", "810", "80", "0015", "0011", "90",
        "180020", "+", "+0", "+00", "++", "(0)", "0021", "14", "00330", "7", "2", "16", "009", "999"
    };
    private static final String[] WORDS = {
        "home",
        "Max ",
        "call ",
        "p",
        "w",
        "x",
        "ext",
        ",",
        ";",
        "#",
        "*31#",
        "tel",
        "№ ",
        "Zoë ",
        "%2B",
        "FLOWERS",
        "abc",
        "_",
        "=",
        "\uD83D\uDE00",
        "\uD83D",
        ";phone-context=+1",
        ";isub=1",
        "~",
        "[",
        "]",
        "fax",
        "+",
        "'",
        "\""
    };
    private static final String NOISE =
            "0011223456789+()-./ ,;#*xXpPwWext=tel:%2B\uFF0B\uFF11\u0661\u202A\u200B\u00A0abc\u2013~[]";
    private static final int[] ZEROS = {0xFF10, 0x0660, 0x06F0, 0x0966, 0x09E6};

    private static final MetadataSource METADATA =
            DefaultMetadataDependenciesProvider.getInstance().getPhoneNumberMetadataSource();
    private static final List<Country> COUNTRIES = countries();

    private final SplittableRandom random;
    private final Country country;
    private final Country elsewhere;

    /** Numbers of one country, the seed's, written there and in one other: libphonenumber is several times slower if each is of another. */
    WrittenNumbers(long seed) {
        random = new SplittableRandom(seed);
        country = COUNTRIES.get((int) (seed % COUNTRIES.size()));
        elsewhere = one(COUNTRIES);
    }

    /** A region or a code without one, with the patterns of its kinds of numbers. */
    private record Country(
            String region, int code, int[][] trunk, int[][] exit, String trunkDigits, List<int[][]> kinds) {
        static Country of(String region, PhoneMetadata metadata) {
            List<int[][]> kinds = new ArrayList<>();
            for (PhoneNumberDesc desc : List.of(
                    metadata.getMobile(),
                    metadata.getMobile(),
                    metadata.getMobile(),
                    metadata.getFixedLine(),
                    metadata.getFixedLine(),
                    metadata.getGeneralDesc(),
                    metadata.getTollFree(),
                    metadata.getPremiumRate(),
                    metadata.getSharedCost(),
                    metadata.getPersonalNumber(),
                    metadata.getVoip(),
                    metadata.getPager(),
                    metadata.getUan(),
                    metadata.getVoicemail())) {
                if (desc.hasNationalNumberPattern()
                        && !desc.getNationalNumberPattern().isEmpty()) {
                    kinds.add(DigitExpression.compile(desc.getNationalNumberPattern()));
                }
            }
            return new Country(
                    region,
                    metadata.getCountryCode(),
                    DigitExpression.compile(metadata.getNationalPrefixForParsing()),
                    DigitExpression.compile(metadata.getInternationalPrefix()),
                    metadata.getNationalPrefix(),
                    kinds);
        }
    }

    private static List<Country> countries() {
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        List<Country> countries = new ArrayList<>();
        for (String region : new TreeSet<>(numbers.getSupportedRegions())) {
            countries.add(Country.of(region, METADATA.getMetadataForRegion(region)));
        }
        for (int code : new TreeSet<>(numbers.getSupportedGlobalNetworkCallingCodes())) {
            countries.add(Country.of("001", METADATA.getMetadataForNonGeographicalRegion(code)));
        }
        return countries;
    }

    Written next() {
        Form form = FORMS[random.nextInt(FORMS.length)];
        Country home = random.nextInt(4) > 0 ? country : elsewhere;
        String text = text(form, home);
        return new Written(form, text, random.nextInt(50) == 0 ? oddRegion(home.region) : home.region);
    }

    private String text(Form form, Country home) {
        String national = national();
        String abroad = country.code + national;
        return switch (form) {
            case E164 -> "+" + abroad;
            case PLUS_SEPARATED -> "+" + separated(country.code + " " + national);
            case EXIT_PREFIX ->
                (random.nextBoolean() ? "00" : sample(home.exit)) + (random.nextBoolean() ? separated(abroad) : abroad);
            case NATIONAL_PLAIN -> national;
            case NATIONAL_TRUNK -> country.trunkDigits + national;
            case NATIONAL_SEPARATED -> separated((random.nextBoolean() ? country.trunkDigits : "") + national);
            case CODE_WITHOUT_PLUS -> random.nextBoolean() ? abroad : separated(abroad);
            case PLUS_AND_TRUNK -> "+" + country.code + " (" + country.trunkDigits + ")" + separated(national);
            case OFF_BY_ONE -> offByOne(random.nextBoolean() ? "+" + abroad : country.trunkDigits + national);
            case WRONG_PREFIX -> one(WRONG) + (random.nextBoolean() ? abroad : national);
            case PREFIX_OF_PATTERN -> prefixed(national);
            case RANDOM_DIGITS -> (random.nextBoolean() ? "+" : "") + digits(random.nextInt(22));
            case UNICODE_DIGITS -> inScript(random.nextBoolean() ? "+" + abroad : country.trunkDigits + national);
            case LINK -> (random.nextBoolean() ? "tel:" : " TEL: ") + (random.nextBoolean() ? "+" + abroad : national);
            case EXTENSION ->
                (random.nextBoolean() ? "+" + abroad : country.trunkDigits + national)
                        + one(List.of(
                                " ext. ", "ext", " EXT:- ", " ext. ", " x", "x", ";ext=", ",", "p", "w", " #", " Ext ",
                                "~"))
                        + digits(1 + random.nextInt(7));
            case AMONG_WORDS -> spoiled(random.nextBoolean() ? "+" + abroad : separated(national));
            case GARBAGE -> garbage();
        };
    }

    /** Mostly a known number of some kind, sometimes only as long as one. */
    private String national() {
        String sampled = sample(one(country.kinds));
        if (random.nextInt(5) > 0) {
            return sampled;
        }
        int kept = random.nextInt(sampled.length() + 1);
        return sampled.substring(0, kept) + digits(sampled.length() - kept);
    }

    private String prefixed(String national) {
        String trunk = sample(country.trunk);
        return switch (random.nextInt(4)) {
            case 0 -> trunk + national;
            case 1 -> "+" + country.code + trunk + national;
            case 2 -> trunk + digits(random.nextInt(12));
            default -> country.code + trunk + national;
        };
    }

    private String offByOne(String text) {
        int at = random.nextInt(text.length());
        return switch (random.nextInt(3)) {
            case 0 -> text.substring(0, at) + text.substring(at + 1);
            case 1 -> text.substring(0, at) + random.nextInt(10) + text.substring(at);
            default -> text.substring(0, at) + random.nextInt(10) + text.substring(at + 1);
        };
    }

    private String separated(String digits) {
        var text = new StringBuilder(random.nextInt(4) == 0 ? one(MARKS) : "");
        for (int i = 0; i < digits.length(); i++) {
            text.append(digits.charAt(i));
            if (random.nextInt(4) == 0) {
                text.append(one(MARKS));
            }
        }
        return text.toString();
    }

    private String inScript(String digits) {
        int zero = ZEROS[random.nextInt(ZEROS.length)];
        var text = new StringBuilder();
        for (char c : digits.toCharArray()) {
            text.append(c == '+' ? (random.nextBoolean() ? '+' : '\uFF0B') : (char) (zero + c - '0'));
        }
        return text.toString();
    }

    private String spoiled(String text) {
        int at = random.nextInt(3) == 0 ? random.nextInt(text.length() + 1) : random.nextBoolean() ? 0 : text.length();
        return text.substring(0, at) + one(WORDS) + text.substring(at);
    }

    private String garbage() {
        int length = random.nextInt(40);
        var text = new StringBuilder();
        boolean anything = random.nextInt(3) == 0;
        for (int i = 0; i < length; i++) {
            text.append(
                    anything && random.nextBoolean()
                            ? (char) random.nextInt(0x10000)
                            : NOISE.charAt(random.nextInt(NOISE.length())));
        }
        return text.toString();
    }

    private String oddRegion(String region) {
        return one(
                new String[] {null, "", "XX", "ZZ", "001", region.toLowerCase(Locale.ROOT), "USA", "\u0131T", "d\uFF25"
                });
    }

    private String digits(int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append((char) ('0' + random.nextInt(10)));
        }
        return text.toString();
    }

    /** Digits that the expression matches, every alternative as likely as the rest together. */
    private String sample(int[][] steps) {
        var text = new StringBuilder();
        int at = 0;
        while (steps[at][0] != DigitExpression.MATCH) {
            int operand = steps[at][1];
            switch (steps[at][0]) {
                case DigitExpression.DIGIT -> {
                    int digit = random.nextInt(10);
                    while ((operand >> digit & 1) == 0) {
                        digit = (digit + 1) % 10;
                    }
                    text.append((char) ('0' + digit));
                    at++;
                }
                case DigitExpression.FORK -> at = random.nextBoolean() ? at + 1 : operand;
                case DigitExpression.JUMP -> at = operand;
                default -> at++;
            }
        }
        return text.toString();
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private String one(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
