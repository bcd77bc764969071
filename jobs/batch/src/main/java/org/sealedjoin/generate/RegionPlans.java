package org.sealedjoin.generate;

import static org.sealedjoin.generate.RegionPlan.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The numbers of every region, in two editions. Where the fictional ones come from is written in data-samples/README.md; of the reserved
 * ranges only those are used that a parser takes for numbers.
 */
final class RegionPlans {
    private static final String US_AREAS =
            "201 202 203 205 206 207 208 209 210 212 213 214 215 216 217 218 219 224 225 228 229 "
                    + "231 234 239 240 248 251 252 253 254 256 260 262 267 269 270 276 281 301 302 303 304 305 307 308 309 310 312 "
                    + "313 314 315 316 317 318 319 320 321 323 325 330 331 334 336 337 339 347 351 352 360 361 386 401 402 404 405 "
                    + "406 407 408 409 410 412 413 414 415 417 419 423 424 425 430 432 434 435 440 443 458 469 470 475 478 479 480 "
                    + "484 501 502 503 504 505 507 508 509 510 512 513 515 516 517 518 520 530 534 540 541 551 559 561 562 563 567 "
                    + "570 571 573 574 575 580 585 586 601 602 603 605 606 607 608 609 610 612 614 615 616 617 618 619 620 623 626 "
                    + "630 631 636 641 646 650 651 660 661 662 678 682 701 702 703 704 706 707 708 712 713 714 715 716 717 718 719 "
                    + "720 724 727 731 732 734 740 754 757 760 762 763 765 769 770 772 773 774 775 779 781 785 786 801 802 803 804 "
                    + "805 806 808 810 812 813 814 815 816 817 818 828 830 831 832 843 845 847 848 850 856 857 858 859 860 862 863 "
                    + "864 865 870 901 903 904 906 907 908 909 910 912 913 914 915 916 917 918 919 920 925 928 931 936 937 940 941 "
                    + "947 949 951 952 954 956 970 971 972 973 978 979 980 985 989";
    private static final String CA_AREAS =
            "204 250 289 306 403 416 418 450 506 514 519 579 581 587 604 613 647 705 709 778 780 807 819 902 905";
    private static final String BR_AREAS =
            "11 12 13 14 15 16 17 18 19 21 22 24 27 28 31 32 33 34 35 37 38 41 42 43 44 45 46 47 "
                    + "48 49 51 53 54 55 61 62 63 64 65 66 67 68 69 71 73 74 75 77 79 81 82 83 84 85 86 87 88 89 91 92 93 94 95 96 97 "
                    + "98 99";

    private static final List<RegionPlan> FICTION = List.of(
            plan("US", "1", "1")
                    .exit("011")
                    .some(US_AREAS, 7, 5_550_100, 100, 3)
                    .build(),
            plan("CA", "1", "1")
                    .exit("011")
                    .some(CA_AREAS, 7, 5_550_100, 100, 3)
                    .build(),
            plan("GB", "44", "0")
                    .all(
                            "1134960 1144960 1164960 1174960 1184960 1214960 1314960 1414960 1514960 1614960 1914980",
                            3,
                            3)
                    .all("2079460 2920180", 3, 2)
                    .build(),
            plan("FR", "33", "0").all("19900 26191 35301 46571 53649", 4, 1).build(),
            plan("DE", "49", "0")
                    .all("3023125 6990009 4066969 8999998", 3, 2)
                    .all("2214710", 3, 3)
                    .all("17139200 176040690", 2, 3)
                    .build(),
            plan("SE", "46", "0")
                    .some("7017406", 2, 5, 95, 2)
                    .all("3139006 4062804", 2, 2)
                    .all("8465004", 2, 1)
                    .all("9803192", 2, 3)
                    .build(),
            plan("AU", "61", "0")
                    .exit("0011")
                    .all("25550 27010 35550 37010 75550 77010 85550 87010", 4, 1)
                    .build());

    private static final List<RegionPlan> ANY = List.of(
            plan("US", "1", "1")
                    .exit("011")
                    .some(US_AREAS, 7, 2_200_000, 800_000, 3)
                    .build(),
            plan("CA", "1", "1")
                    .exit("011")
                    .some(CA_AREAS, 7, 2_200_000, 800_000, 3)
                    .build(),
            plan("GB", "44", "0")
                    .all("740 741 742 743 747 748 749 753 754 757 784 785 787 788", 7, 4)
                    .build(),
            plan("DE", "49", "0")
                    .all("151 176", 8, 3)
                    .all("170 171 172 173 174 175 177", 7, 3)
                    .build(),
            plan("FR", "33", "0")
                    .all("60 61 62 64 65 66 67 68 74 75 76 77 78", 7, 1)
                    .build(),
            plan("IT", "39", "")
                    .all("320 328 329 333 334 335 338 339 340 347 348 349", 7, 3)
                    .all("023 024 066", 7, 2)
                    .build(),
            plan("ES", "34", "").all("61 62 63 64 65 66 67 68 69", 7, 3).build(),
            plan("BR", "55", "0")
                    .exit("0015")
                    .some(BR_AREAS, 9, 960_000_000, 39_000_000, 2)
                    .build(),
            plan("MX", "52", "")
                    .all("551 552 554 555", 7, 2)
                    .all("3331 3336 8181 8183", 6, 2)
                    .build(),
            plan("AR", "54", "0")
                    .all("91122 91123 91124 91125 91126 91130 91131 91140 91141 91150 91151 91160 91161", 6, 3)
                    .build(),
            plan("CI", "225", "")
                    .all("0707 0708 0709 0747 0748 0749 0757 0758 0101 0102 0103 0140 0141 0504 0505 0506 0544", 6, 2)
                    .build(),
            plan("BJ", "229", "")
                    .all("0190 0191 0194 0195 0196 0197 0161 0162 0166 0167", 6, 2)
                    .build(),
            plan("IN", "91", "0").all("98 99 97 96 94", 8, 5).build(),
            plan("ID", "62", "0")
                    .exit("008")
                    .all("811 812 813 821 852 853 857 858", 8, 3)
                    .build(),
            plan("NG", "234", "0")
                    .exit("009")
                    .all("803 805 806 810 813 703 706 816 903", 7, 3)
                    .build(),
            plan("TR", "90", "0")
                    .all("532 533 535 542 543 544 505 506 552", 7, 3)
                    .build(),
            plan("AU", "61", "0").exit("0011").all("40 41 42 43", 7, 3).build(),
            plan("JP", "81", "0")
                    .exit("010")
                    .all("801 802 803 804 902 903 904 905", 7, 2)
                    .build(),
            plan("SE", "46", "0").all("70 72 73 76", 7, 2).build(),
            plan("IE", "353", "0").all("83 85 86 87 89", 7, 2).build(),
            plan("ZA", "27", "0").all("71 72 73 82 83 84", 7, 2).build(),
            plan("KE", "254", "0").exit("000").all("70 71 72 79", 7, 3).build(),
            plan("NL", "31", "0").all("61 62 63 64 65", 7, 1).build(),
            plan("PL", "48", "").all("50 51 60 66 69", 7, 3).build(),
            plan("CO", "57", "")
                    .exit("009")
                    .all("300 301 310 311 312 313 315 320", 7, 3)
                    .build());

    /** Regions of the hundred communities of a district; rows of ten, so that ten sizes of communities repeat. */
    private static final String FICTION_COMMUNITIES = "SE GB FR US CA AU US DE GB FR DE AU US AU US FR US FR GB AU "
            + "DE GB US US CA AU US FR GB AU DE GB US AU US FR US FR GB AU ".repeat(4);

    private static final String ANY_COMMUNITIES = "SE GB FR US CI BR IN MX DE IT IE AR ID IN BJ US BR NG ES TR "
            + "KE JP BR IN CA US ID MX FR AU NL GB DE ID ZA IN US NG CO IT PL ES TR BR AR US IN FR MX GB "
            + "KE JP BR IN CA US ID MX FR AU PL ES TR BR AR US IN FR MX GB IE AR ID IN BJ US BR NG ES TR "
            + "NL GB DE ID ZA IN US NG CO IT KE JP BR IN CA US ID MX FR AU";

    private RegionPlans() {}

    static List<RegionPlan> of(GenerationSpec.Numbers numbers) {
        return numbers == GenerationSpec.Numbers.FICTION ? FICTION : ANY;
    }

    /** For each community of a district the place of its region in {@link #of}. */
    static List<Integer> communities(GenerationSpec.Numbers numbers) {
        List<RegionPlan> plans = of(numbers);
        Map<String, Integer> places = plans.stream().collect(Collectors.toMap(RegionPlan::region, plans::indexOf));
        String codes = numbers == GenerationSpec.Numbers.FICTION ? FICTION_COMMUNITIES : ANY_COMMUNITIES;
        Function<String, Integer> place = code -> {
            Integer found = places.get(code);
            if (found == null) {
                throw new IllegalStateException("No plan for region " + code);
            }
            return found;
        };
        return codes.trim()
                .lines()
                .flatMap(line -> List.of(line.split(" ")).stream())
                .map(place)
                .toList();
    }

    /** How many people there are numbers for, in whole districts: the scarcest region decides. */
    static long mostPeople(GenerationSpec.Numbers numbers) {
        var district = new District(communities(numbers), of(numbers).size());
        List<RegionPlan> plans = of(numbers);
        return district.regionSizes().entrySet().stream()
                .map(entry ->
                        NumberSpace.districtsWithin(plans.get(entry.getKey()).capacity(), entry.getValue()))
                .min(Comparator.naturalOrder())
                .map(districts -> districts * District.PEOPLE)
                .orElseThrow();
    }
}
