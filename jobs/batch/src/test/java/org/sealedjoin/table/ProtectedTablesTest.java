package org.sealedjoin.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sealedjoin.base.Label;
import org.sealedjoin.guard.SourceTable;

class ProtectedTablesTest {
    @Test
    void ofInput_labels_standInTheOrderOfTheirDeclarationAndOfThePurposes() {
        assertThat(words("messaging_users", "user_id"))
                .containsExactly(
                        "person_id",
                        "unconsented(friends)",
                        "unconsented(ads)",
                        "unconsented(safety)",
                        "unconsented(measurement)",
                        "unconsented(business_messages)");
        assertThat(words("messaging_contacts", "contact_phone")).containsExactly("raw_number", "address_book");
    }

    private static List<String> words(String table, String column) {
        SourceTable found = ProtectedTables.ofInput("in").stream()
                .filter(each -> each.name().equals(table))
                .findFirst()
                .orElseThrow();
        return found.columns().stream()
                .filter(each -> each.name().equals(column))
                .flatMap(each -> each.labels().stream())
                .map(Label::word)
                .toList();
    }
}
