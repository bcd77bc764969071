package org.sealedjoin.generate;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RegionPlansTest {
    private static final PhoneNumberUtil PARSER = PhoneNumberUtil.getInstance();
    private static final int WRITINGS = 60;

    static Stream<RegionPlan> plans() {
        return Stream.of(GenerationSpec.Numbers.values()).flatMap(numbers -> RegionPlans.of(numbers).stream());
    }

    @ParameterizedTest
    @MethodSource("plans")
    void number_sampleOfEveryBlock_isValidInItsRegion(RegionPlan plan) throws NumberParseException {
        for (Phone phone : sample(plan)) {
            var parsed = PARSER.parse(phone.e164(), "ZZ");
            assertThat(PARSER.isValidNumberForRegion(parsed, plan.region()))
                    .as("%s%s…", plan.region(), phone.area())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("plans")
    void write_everyFormTheParserKnows_meansTheNumber(RegionPlan plan) throws NumberParseException {
        Set<String> wrong = new TreeSet<>();
        for (Phone phone : sample(plan)) {
            for (int writing = 0; writing < WRITINGS; writing++) {
                for (RegionPlan reader : List.of(plan, abroadOf(plan))) {
                    String text = WrittenForms.write(
                            phone,
                            reader,
                            Dice.mix(writing * 7919L + phone.national().hashCode()));
                    var parsed = PARSER.parse(text, reader.region());
                    if (!PARSER.format(parsed, PhoneNumberFormat.E164).equals(phone.e164())
                            && !isOldForm(text, phone)) {
                        wrong.add(text + " in " + reader.region() + " read as "
                                + PARSER.format(parsed, PhoneNumberFormat.E164));
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(GenerationSpec.Numbers.class)
    void districtsWithin_mostPeople_fitsEveryRegion(GenerationSpec.Numbers numbers) {
        long districts = RegionPlans.mostPeople(numbers) / District.PEOPLE;
        List<RegionPlan> plans = RegionPlans.of(numbers);
        var district = new District(RegionPlans.communities(numbers), plans.size());
        district.regionSizes().forEach((region, size) -> {
            var space = NumberSpace.of(plans.get(region), districts * size, 1);
            // The last number of the last part is still inside the plan.
            assertThat(space.hotline(NumberSpace.HOTLINES - 1).e164()).startsWith("+");
            assertThat(2 * districts * size + NumberSpace.strangers(districts * size) + NumberSpace.HOTLINES)
                    .isLessThanOrEqualTo(plans.get(region).capacity());
        });
    }

    @Test
    void mostPeople_bothEditions_areAsDocumented() {
        assertThat(RegionPlans.mostPeople(GenerationSpec.Numbers.FICTION)).isEqualTo(20_000);
        assertThat(RegionPlans.mostPeople(GenerationSpec.Numbers.ANY)).isGreaterThan(25_000_000);
    }

    @Test
    void of_any_has25Regions() {
        assertThat(RegionPlans.of(GenerationSpec.Numbers.ANY)).hasSize(25);
    }

    /** First, last and some numbers between of every block, at most twenty blocks. */
    private static List<Phone> sample(RegionPlan plan) {
        var phones = new ArrayList<Phone>();
        long place = 0;
        int step = 1 + plan.blocks().size() / 20;
        for (int block = 0; block < plan.blocks().size(); block++) {
            long count = plan.blocks().get(block).count();
            if (block % step == 0) {
                for (long within : new long[] {0, count / 3, count / 2 + 1, count * 4 / 5, count - 1}) {
                    phones.add(plan.number(place + within));
                }
            }
            place += count;
        }
        return phones;
    }

    private static RegionPlan abroadOf(RegionPlan plan) {
        List<RegionPlan> plans = RegionPlans.of(GenerationSpec.Numbers.ANY);
        int place = Math.floorMod(plan.region().hashCode(), plans.size());
        RegionPlan other = plans.get(place);
        return other.region().equals(plan.region()) ? plans.get((place + 1) % plans.size()) : other;
    }

    /** The parser alone does not know these; the project's own normalizer does. */
    private static boolean isOldForm(String text, Phone phone) {
        return OldForms.exist(phone)
                && Stream.of(0, 1, 2)
                        .anyMatch(choice -> OldForms.write(phone, 2L * choice).equals(text));
    }
}
