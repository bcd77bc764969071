package org.sealedjoin.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every input; a failure prints its seed and nothing else is needed to repeat it. */
class PhoneNormalizerPropertyTest {
    private static final String[] REGIONS = {
        null, "US", "DE", "AR", "MX", "BR", "CI", "BJ", "GM", "IT", "RU", "XX", "", "de"
    };
    private static final String PHONE_LIKE =
            "00112233445566778899+()-./ ,;#*xXpPwWext=tel:%2B\uFF0B\uFF11\u0661\u202A\u200B\u00A0abc";

    private final PhoneNormalizer normalizer = new PhoneNormalizer();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void normalize_phoneLikeNoise_neverThrowsAndIsIdempotent(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            check(text(random, random.nextInt(40), PHONE_LIKE), REGIONS[random.nextInt(REGIONS.length)]);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void normalize_anyCharacters_neverThrowsAndIsIdempotent(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            check(anyCharacters(random, random.nextInt(260)), REGIONS[random.nextInt(REGIONS.length)]);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {7})
    void normalize_hugeText_neverThrows(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            check(anyCharacters(random, 100_000), "US");
            check(text(random, 100_000, PHONE_LIKE), "DE");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {8, 9})
    void normalize_digitsOnly_neverThrowsAndIsIdempotent(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 40_000; i++) {
            String digits = text(random, 1 + random.nextInt(20), "0123456789");
            check(digits, REGIONS[random.nextInt(REGIONS.length)]);
            check("+" + digits, null);
            check("+" + new int[] {52, 54, 55, 220, 225, 229}[random.nextInt(6)] + digits, null);
        }
    }

    private void check(String raw, String region) {
        if (normalizer.normalize(raw, region) instanceof Normalization.Accepted accepted) {
            assertThat(normalizer.normalize(accepted.number().value(), null)).isEqualTo(accepted);
        }
    }

    private static String text(RandomGenerator random, int length, String alphabet) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    /** Any UTF-16 units, half of them digits so that much of it looks like a number; surrogates stand alone as often as not. */
    private static String anyCharacters(RandomGenerator random, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(random.nextBoolean() ? (char) ('0' + random.nextInt(10)) : (char) random.nextInt(0x10000));
        }
        return text.toString();
    }
}
