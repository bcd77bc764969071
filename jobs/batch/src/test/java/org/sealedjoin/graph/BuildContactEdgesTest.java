package org.sealedjoin.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealedjoin.testing.LocalSpark;

class BuildContactEdgesTest {
    /** Users 1, 2 and 3 are accounts 101, 102 and 103 for friends; 1 and 3 for safety too, 3 as another account. */
    private static final String LINKS =
            "VALUES ('friends', 1L, 101L), ('friends', 2L, 102L), ('friends', 3L, 103L), ('safety', 1L, 101L),"
                    + " ('safety', 3L, 203L), ('ads', 1L, 101L), ('ads', 2L, 102L) AS t(purpose, user_id, account_id)";

    private static final String ENTRIES =
            "VALUES (1L, 2L, false), (1L, 3L, true), (2L, 1L, false), (3L, 1L, false), (4L, 1L, false), (1L, 4L, false)"
                    + " AS t(owner_user_id, contact_user_id, hub)";

    /** Where entries are joined is of no consequence. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void apply_ownerAndContactOfOnePurpose_areAnEdge(boolean fewLinked) {
        Dataset<Row> edges = new BuildContactEdges(fewLinked).apply(rows(ENTRIES), rows(LINKS));

        assertThat(edges.collectAsList())
                .extracting(Row::toString)
                .containsExactlyInAnyOrder(
                        "[friends,101,102]",
                        "[friends,102,101]",
                        "[friends,103,101]",
                        "[safety,101,203]",
                        "[safety,203,101]");
    }

    private static Dataset<Row> rows(String values) {
        return LocalSpark.session().sql("SELECT * FROM " + values);
    }
}
