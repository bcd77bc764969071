package org.sealedjoin.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Input tables out of rows that a test made, as if they had been read and checked. */
public final class TablesInMemory {
    private TablesInMemory() {}

    /** The tables named, and every other one absent. */
    public static InputTables of(SparkSession spark, Map<Table, List<Row>> rows) {
        var tables = new LinkedHashMap<String, CheckedTable>();
        for (Table table : Inputs.all()) {
            List<Row> here = rows.getOrDefault(table, List.of());
            var data = spark.createDataFrame(here, table.schema());
            tables.put(
                    table.name(),
                    new CheckedTable(table, rows.containsKey(table), List.of(), data, here.size(), Map.of()));
        }
        return new InputTables(tables);
    }
}
