package org.sealedjoin.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.base.InputFailure;
import org.sealedjoin.testing.LocalSpark;

class PairFileTest {
    @TempDir
    Path folder;

    private List<String> read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("pairs.csv"), text);
        List<Row> rows = PairFile.read(LocalSpark.session(), file.toString(), "one_id", "other_id")
                .collectAsList();
        return rows.stream()
                .map(row -> row.getLong(0) + " " + row.getLong(1))
                .sorted()
                .toList();
    }

    @Test
    void read_withHeaderOrWithout_samePairs() throws IOException {
        for (String text : List.of("one_id,other_id\n1,2\n3,4\n", "1,2\n3,4\n", " 1 , 2\r\n3,4")) {
            assertThat(read(text)).as(text).containsExactly("1 2", "3 4");
        }
    }

    @Test
    void read_noPairs_refusedInOneLine() {
        Map.of(
                        "", "columns (need 2)",
                        "one_id,other_id\n", "it holds none (need 1 or more)",
                        "1\n2\n", "it has 1 columns (need 2)",
                        "1,2,3\n", "it has 3 columns (need 2)",
                        "other_id,one_id\n1,2\n", "1 rows are no two ids, nor a header one_id,other_id (limit 0)",
                        "1,2\n3,\n4,x\n", "2 rows are no two ids, nor a header one_id,other_id (limit 0)")
                .forEach((text, said) -> assertThatThrownBy(() -> read(text))
                        .as(text)
                        .isInstanceOf(InputFailure.class)
                        .hasMessageStartingWith("Cannot read the file of pairs: ")
                        .hasMessageEndingWith(said)
                        .hasMessageNotContainingAny("\n"));
    }
}
