package org.sealedjoin.table;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.sealedjoin.base.Label;
import org.sealedjoin.base.Platform;
import org.sealedjoin.guard.SourceTable;

/** Declared tables as the flow guard wants them: where they lie, and the labels of each column. */
public final class ProtectedTables {
    private ProtectedTables() {}

    /** Every input table below {@code input}. */
    public static List<SourceTable> ofInput(String input) {
        return Inputs.all().stream()
                .map(table -> source(table, input + "/" + table.name(), ofRows(table)))
                .toList();
    }

    /** Every published table of the run in {@code folder}. */
    public static List<SourceTable> ofRun(String folder) {
        return Outputs.all().stream()
                .map(sink -> source(sink.table(), folder + "/" + sink.folder(), Set.of()))
                .toList();
    }

    private static SourceTable source(Table table, String path, Set<Label> ofRows) {
        return new SourceTable(
                table.name(),
                path,
                table.columns().stream().map(ProtectedTables::column).toList(),
                ofRows);
    }

    /** A row is about people and what they did, whatever is read of it; but that it is there tells nobody's number. */
    private static Set<Label> ofRows(Table table) {
        var labels = new LinkedHashSet<Label>();
        table.columns().forEach(column -> labels.addAll(column(column).labels()));
        labels.removeAll(Set.of(Label.RAW_NUMBER, Label.HASHED_NUMBER));
        return labels;
    }

    /** Nobody has agreed to anything until a consent filter says so. */
    private static SourceTable.Column column(DeclaredColumn column) {
        var labels = new LinkedHashSet<>(column.labels());
        if (labels.contains(Label.PERSON_ID)) {
            labels.addAll(Label.unconsentedForAll());
        }
        return new SourceTable.Column(column.name(), labels, domain(column));
    }

    /** Whose ids a column holds: users of the messenger and accounts of the network are numbered apart. */
    private static String domain(DeclaredColumn column) {
        if (!column.labels().contains(Label.PERSON_ID)) {
            return "";
        }
        if (column.name().endsWith("user_id")) {
            return Platform.MESSAGING.word();
        }
        return column.name().endsWith("account_id") ? Platform.SOCIAL.word() : "either platform";
    }
}
