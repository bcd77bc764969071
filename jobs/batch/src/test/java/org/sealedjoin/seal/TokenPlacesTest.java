package org.sealedjoin.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenPlacesTest {
    @Test
    void placeOf_tokensPutIn_eachHasAPlaceOfItsOwnAndOthersHaveNone() {
        var random = new Random(1);
        var table = new TokenPlaces(5_000);
        for (int i = 0; i < 5_000; i++) {
            table.add(random.nextLong(), random.nextLong());
        }

        random.setSeed(1);
        Set<Integer> places = new HashSet<>();
        for (int i = 0; i < 5_000; i++) {
            places.add(table.placeOf(token(random.nextLong(), random.nextLong())));
        }
        assertThat(places).hasSize(5_000).allMatch(place -> place >= 0);
        for (int i = 0; i < 5_000; i++) {
            assertThat(table.placeOf(token(random.nextLong(), random.nextLong())))
                    .isEqualTo(-1);
        }
    }

    @Test
    void placeOf_tokensThatShareAHalf_areToldApart() {
        var table = new TokenPlaces(4);
        // The last slots, so that the search goes on at the first.
        table.add(-1, 1);
        table.add(-1, 2);
        table.add(-2, 1);
        table.add(0, 1);

        assertThat(Set.of(
                        table.placeOf(token(-1, 1)),
                        table.placeOf(token(-1, 2)),
                        table.placeOf(token(-2, 1)),
                        table.placeOf(token(0, 1))))
                .hasSize(4)
                .doesNotContain(-1);
        assertThat(table.placeOf(token(-1, 3))).isEqualTo(-1);
        assertThat(table.placeOf(token(1, 0))).isEqualTo(-1);
    }

    @Test
    void add_sameTokenTwice_keepsItsPlace() {
        var table = new TokenPlaces(2);
        table.add(5, 6);
        int place = table.placeOf(token(5, 6));
        table.add(5, 6);

        assertThat(table.placeOf(token(5, 6))).isEqualTo(place);
    }

    @Test
    void placeOf_emptyTable_none() {
        assertThat(new TokenPlaces(0).placeOf(token(1, 2))).isEqualTo(-1);
    }

    @Test
    void create_moreThanAnArrayHolds_refused() {
        assertThatThrownBy(() -> new TokenPlaces(Integer.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Cannot hold 2147483647 tokens (most: 268435455)");
    }

    @Test
    void toString_showsNoToken() {
        var table = new TokenPlaces(1);
        table.add(5, 6);

        assertThat(table).hasToString("TokenPlaces[not shown]");
    }

    private static byte[] token(long high, long low) {
        return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
    }
}
