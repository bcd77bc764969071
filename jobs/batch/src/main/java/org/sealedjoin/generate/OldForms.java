package org.sealedjoin.generate;

import java.util.Set;

/** Forms that were right before a plan changed, or only inside the country; books keep them for years. */
final class OldForms {
    private static final Set<String> REGIONS = Set.of("MX", "AR", "BR", "CI", "BJ");

    private OldForms() {}

    /** True if numbers of this region have such forms. */
    static boolean exist(Phone phone) {
        return REGIONS.contains(phone.region());
    }

    /** One of the forms of the number's region. */
    static String write(Phone phone, long bits) {
        int choice = (int) Dice.below(3, bits);
        String digits = phone.national();
        return switch (phone.region()) {
            // Before 2019: 1 after the country code for mobiles, 044 and 045 before them inside the country.
            case "MX" -> Dice.pick(new String[] {"+521" + digits, "045" + digits, "044" + digits}, bits);
            // The 9 stands only after the country code; inside the country it is a 15 after the area.
            case "AR" -> argentine(digits.substring(1, 3), digits.substring(3), choice);
            // Before 2016: no 9 between the area and the eight digits.
            case "BR" ->
                (choice == 0 ? "+55" : choice == 1 ? "0" : "")
                        + phone.area()
                        + phone.rest().substring(1);
            // Before 2021 (CI) and 2024 (BJ): eight digits, today's last eight.
            case "CI", "BJ" -> (choice == 0 ? "+" + phone.plan().countryCode() : "") + digits.substring(2);
            default -> throw new IllegalArgumentException("Region " + phone.region() + " has no old forms");
        };
    }

    private static String argentine(String area, String rest, int choice) {
        return switch (choice) {
            case 0 -> "0" + area + " 15-" + rest.substring(0, 4) + "-" + rest.substring(4);
            case 1 -> "0" + area + "15" + rest;
            default -> "+54" + area + rest;
        };
    }
}
