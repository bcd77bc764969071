package org.sealedjoin.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.base.UsageFailure;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.table.Table;
import org.sealedjoin.testing.LocalSpark;

class GenerateTablesTest {
    private static final GenerationSpec SPEC = spec(GenerationSpec.Format.PARQUET, 3);

    @TempDir
    Path folder;

    @Test
    void rows_oneTaskOrMany_areTheSame() {
        var world = new World(SPEC);
        for (RowSource source : GenerateTables.sources(world)) {
            var one = new GenerateTables(Long.MAX_VALUE).rows(spark(), source);
            var many = new GenerateTables(Math.max(1, source.expectedRows() / 4)).rows(spark(), source);
            assertThat(one.rdd().getNumPartitions()).isEqualTo(1);
            assertThat(sorted(many.collectAsList())).as(source.table().name()).isEqualTo(sorted(one.collectAsList()));
        }
    }

    @Test
    void rows_anotherSeed_areOthers() {
        assertThat(books(SPEC)).isEqualTo(books(spec(GenerationSpec.Format.PARQUET, 3)));
        assertThat(books(SPEC)).isNotEqualTo(books(spec(GenerationSpec.Format.PARQUET, 4)));
    }

    @Test
    void write_parquet_makesEveryDeclaredTableWithItsTypesAndNothingBeside() throws IOException {
        var counts = new GenerateTables().write(spark(), SPEC, folder.toString());
        for (Table table : Inputs.all()) {
            var rows = spark().read().parquet(folder.resolve(table.name()).toString());
            assertThat(List.of(rows.columns())).as(table.name()).isEqualTo(table.columnNames());
            List<DataType> types = table.columns().stream()
                    .map(column -> column.type().sparkType())
                    .toList();
            assertThat(Stream.of(rows.schema().fields())
                            .map(field -> field.dataType())
                            .toList())
                    .as(table.name())
                    .isEqualTo(types);
            assertThat(counts.get(table.name())).as(table.name()).isPositive().isEqualTo(rows.count());
        }
        assertThat(counts.get("messaging_contacts")).isEqualTo(SPEC.bookRows());
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString()))
                    .allMatch(name -> name.equals(GenerateTables.NOTE)
                            || (name.startsWith("part-") && (name.endsWith(".parquet") || name.endsWith(".csv"))));
        }
        assertThat(Files.readString(folder.resolve(GenerateTables.NOTE)))
                .contains("\"as_of\": \"2016-10-15T00:00:00Z\"", "\"numbers\": \"fiction\"", "\"people\": 300");
    }

    @Test
    void write_folderNotEmpty_isRefused() throws IOException {
        Files.writeString(folder.resolve("kept.txt"), "kept");
        assertThatThrownBy(() -> new GenerateTables().write(spark(), SPEC, folder.toString()))
                .isInstanceOf(UsageFailure.class)
                .hasMessage("Cannot generate into the output folder: it is not empty");
        assertThat(folder.resolve("kept.txt")).hasContent("kept");
    }

    @Test
    void rows_e164Forms_areAllInternational() {
        var spec = new GenerationSpec(
                300, 3_000, GenerationSpec.Forms.E164, GenerationSpec.Numbers.ANY, GenerationSpec.Format.CSV, 3);
        assertThat(books(spec))
                .allMatch(row -> row.isNullAt(1) || row.getString(1).matches("\\+[0-9]{8,15}"));
    }

    private static List<Row> books(GenerationSpec spec) {
        return GenerateTables.sources(new World(spec)).stream()
                .filter(source -> source.table().equals(Inputs.MESSAGING_CONTACTS))
                .flatMap(source -> new GenerateTables().rows(spark(), source).collectAsList().stream())
                .toList();
    }

    private static List<String> sorted(List<Row> rows) {
        return rows.stream().map(Row::toString).sorted().toList();
    }

    private static GenerationSpec spec(GenerationSpec.Format format, long seed) {
        return new GenerationSpec(300, 3_000, GenerationSpec.Forms.MIXED, GenerationSpec.Numbers.FICTION, format, seed);
    }

    private static SparkSession spark() {
        return LocalSpark.session();
    }
}
