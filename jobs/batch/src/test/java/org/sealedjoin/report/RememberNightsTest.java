package org.sealedjoin.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RememberNightsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static ObjectNode night(String asOf) {
        ObjectNode night = JSON.createObjectNode().put("run_id", "r").put("as_of", asOf);
        night.withObject("/counts/people who agreed").put("social friends", 570).put("social ads", "below 20");
        night.withObject("/stage_seconds").put("input", 1.25).put("verify", 2);
        for (int i = 0; i < 9; i++) {
            night.withObject("/regions").put("social friends A" + (char) ('A' + i), 100 - 10 * i);
        }
        return night;
    }

    private static ObjectNode with(List<JsonNode> nights) {
        ObjectNode manifest = JSON.createObjectNode();
        manifest.putArray("nights").addAll(nights);
        return manifest;
    }

    @Test
    void apply_firstNight_isRemembered() {
        List<JsonNode> nights = new RememberNights().apply(Optional.empty(), night("2016-10-14T00:00:00Z"));

        assertThat(nights).hasSize(1);
        assertThat(nights.get(0).path("agreed").toString()).isEqualTo("{\"social friends\":570}");
        assertThat(nights.get(0).path("seconds").asDouble()).isEqualTo(3.3);
    }

    @Test
    void apply_regions_areTheSixLargest() {
        JsonNode night = new RememberNights().apply(Optional.empty(), night("2016-10-14T00:00:00Z")).get(0);

        assertThat(night.path("regions").size()).isEqualTo(6);
        assertThat(night.path("regions").path("social friends AF").asInt()).isEqualTo(50);
        assertThat(night.path("regions").has("social friends AG")).isFalse();
    }

    @Test
    void apply_nightRunAgain_standsThereOnce() {
        List<JsonNode> first = new RememberNights().apply(Optional.empty(), night("2016-10-14T00:00:00Z"));
        List<JsonNode> again = new RememberNights().apply(Optional.of(with(first)), night("2016-10-14T00:00:00Z"));
        List<JsonNode> next = new RememberNights().apply(Optional.of(with(again)), night("2016-10-15T00:00:00Z"));

        assertThat(again).hasSize(1);
        assertThat(next).extracting(night -> night.path("as_of").asText())
                .containsExactly("2016-10-14T00:00:00Z", "2016-10-15T00:00:00Z");
    }

    @Test
    void apply_manyNights_keepsTheLastNinety() {
        List<JsonNode> nights = List.of();
        for (int i = 0; i < 95; i++) {
            nights = new RememberNights().apply(Optional.of(with(nights)), night("2016-10-14T00:00:" + (10 + i) + "Z"));
        }

        assertThat(nights).hasSize(90);
        assertThat(nights.get(0).path("as_of").asText()).isEqualTo("2016-10-14T00:00:15Z");
    }
}
