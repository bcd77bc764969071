package org.sealedjoin.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.sealedjoin.testing.LocalSpark;

class PlanForFewTest {
    @Test
    void open_thenClosed_settingsAreAsBefore() {
        SparkSession session = LocalSpark.session().newSession();
        session.conf().set("spark.sql.shuffle.partitions", "7");
        session.conf().set("spark.sql.adaptive.enabled", "true");

        try (var unused = new PlanForFew(session)) {
            assertThat(settingsOf(session)).isEqualTo(new TreeMap<>(PlanForFew.settings()));
        }
        assertThat(settingsOf(session))
                .containsEntry("spark.sql.shuffle.partitions", "7")
                .containsEntry("spark.sql.adaptive.enabled", "true");
    }

    private static Map<String, String> settingsOf(SparkSession session) {
        var found = new TreeMap<String, String>();
        PlanForFew.settings()
                .keySet()
                .forEach(key -> found.put(key, session.conf().get(key)));
        return found;
    }
}
