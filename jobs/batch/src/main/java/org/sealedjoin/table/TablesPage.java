package org.sealedjoin.table;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.sealedjoin.base.Label;

/** The page docs/tables.md, made from the declarations of {@link Inputs} and {@link Outputs}. */
public final class TablesPage {
    private static final String HEAD = """
            # Tables

            <!-- Made from the declarations in table/Inputs.java and table/Outputs.java. To rewrite it:
                 mvn -q -B -pl jobs/batch -am package -DskipTests && scripts/sealedjoin tables > docs/tables.md -->

            Instants (`TIMESTAMP`) are UTC, days are `DATE`. *Null* says whether a column may be null; a null elsewhere makes the row a bad one.
            *Labels* say what a column tells about people, and so which sink it may reach; see [guarantees](guarantees.md).

            ## Input

            One folder a table below `--input`, with Parquet files or with CSV files that have a header. A table that *protects people* may hold
            no bad row at all; every other may hold a share of `input.max-rejected-share`. A table that *may be absent* turns off what rests on
            it, but may not vanish between two published runs. A *key* stands once: rows that share one are all bad.
            """;

    private static final String SINKS = """

            ## Output

            Each is a folder below `runs/<run id>` with Parquet files directly inside, there even when it has no rows. A sink may receive columns
            with the labels named at it, and no others. Rows are sorted within each file.
            """;

    private TablesPage() {}

    /** The whole page, ending in a line break. */
    public static String markdown() {
        var page = new StringBuilder(HEAD);
        Inputs.all().forEach(table -> input(page, table));
        page.append(SINKS);
        Outputs.all().forEach(sink -> output(page, sink));
        return page.toString();
    }

    private static void input(StringBuilder page, Table table) {
        page.append("\n### ").append(code(table.name())).append("\n\n").append(table.description());
        if (table.presence() == Table.Presence.MAY_BE_ABSENT) {
            page.append(" May be absent.");
        }
        if (table.protective()) {
            page.append(" Protects people.");
        }
        if (table.badRows() == Table.BadRows.NEVER_STOP) {
            page.append(" Written by outsiders: bad rows never stop a run.");
        }
        if (!table.key().isEmpty()) {
            page.append(" Key: ").append(code(table.key())).append('.');
        }
        columns(page, table);
    }

    private static void output(StringBuilder page, SinkTable sink) {
        page.append("\n### ")
                .append(code(sink.folder()))
                .append("\n\n")
                .append(sink.table().description());
        page.append("\n\n- For: ").append(sink.sink().audience());
        page.append("\n- May receive: ")
                .append(
                        sink.sink().mayReceive().isEmpty()
                                ? "nothing with a label"
                                : words(sink.sink().mayReceive()));
        page.append("\n- Sorted by: ").append(codes(sink.sortedBy()));
        if (sink.oneFile()) {
            page.append(
                    "\n- One file, a row for each key: how many files and rows there are tells nothing about people");
        }
        columns(page, sink.table());
    }

    private static void columns(StringBuilder page, Table table) {
        page.append(
                "\n\n| column | type | null | words or least | labels | description |\n|---|---|---|---|---|---|\n");
        for (DeclaredColumn column : table.columns()) {
            page.append("| ")
                    .append(String.join(
                            " | ",
                            code(column.name()),
                            column.type().name(),
                            column.required() ? "no" : "yes",
                            allowed(column),
                            words(column.labels()),
                            column.description()))
                    .append(" |\n");
        }
    }

    private static String allowed(DeclaredColumn column) {
        return column.least().isPresent() ? ">= " + column.least().getAsLong() : codes(column.words());
    }

    /** In the order of their declaration: a set of them has none. */
    private static String words(Set<Label> labels) {
        return codes(labels.stream().map(Label::word).sorted().toList());
    }

    private static String codes(Collection<String> names) {
        return names.isEmpty()
                ? ""
                : List.copyOf(names).stream().map(TablesPage::code).collect(Collectors.joining(", "));
    }

    private static String code(String text) {
        return "`" + text + "`";
    }
}
