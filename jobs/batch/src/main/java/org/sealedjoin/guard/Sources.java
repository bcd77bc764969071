package org.sealedjoin.guard;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.InMemoryFileIndex;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.base.Label;

/** Which files hold what: declared input tables, and what was written under the guard's eyes. */
final class Sources {
    /** Stands on rows that came from no table and that nobody declared; no declared sink may receive it. */
    static final Label UNDECLARED = new Label("undeclared");

    private final Configuration hadoop;
    private final AtomicInteger changes = new AtomicInteger();
    private final Set<String> roots = ConcurrentHashMap.newKeySet();
    private final Map<String, SourceTable> tables = new ConcurrentHashMap<>();
    private final Readers readers = new Readers();
    private final Map<String, Stored> stored = new ConcurrentHashMap<>();

    /** Flows of a table that was written: by column name, since a reader gives columns new ids. */
    private record Stored(String name, Map<String, List<StoredFlow>> columns, List<StoredFlow> rows) {}

    private record StoredFlow(Flow flow, Set<String> subject, Set<String> unless) {}

    /** @param hadoop settings that tell where paths of roots and tables lead */
    Sources(Configuration hadoop) {
        this.hadoop = hadoop;
    }

    void protect(String root, List<SourceTable> declared) {
        boolean changed = roots.add(place(root));
        for (SourceTable table : declared) {
            changed |= !table.equals(tables.put(place(table.path()), table));
        }
        if (changed) {
            changes.incrementAndGet();
        }
    }

    /** How often what is under protection grew or changed: what was judged before has to be judged again. */
    int changes() {
        return changes.get();
    }

    /** One spelling of a place. */
    String place(String path) {
        return Places.of(new Path(path), hadoop);
    }

    void forget(String root) {
        String gone = place(root);
        roots.removeIf(path -> Places.isUnder(path, gone));
        readers.forget();
        tables.keySet().removeIf(path -> Places.isUnder(path, gone));
        stored.keySet().removeIf(path -> Places.isUnder(path, gone));
    }

    boolean isEmpty() {
        return roots.isEmpty();
    }

    /** Remembers what flows into the files that are about to be written. */
    void remember(String path, String name, List<Attribute> output, PlanFlows flows) {
        var names = new LinkedHashMap<ExprId, String>();
        output.forEach(attribute -> names.put(attribute.exprId(), attribute.name()));
        var columns = new LinkedHashMap<String, List<StoredFlow>>();
        output.forEach(attribute -> columns.put(attribute.name(), store(flows.of(attribute.exprId()), names, name)));
        stored.put(place(path), new Stored(name, columns, store(flows.rows(), names, name)));
    }

    private static List<StoredFlow> store(Flows flows, Map<ExprId, String> names, String name) {
        var kept = new ArrayList<StoredFlow>();
        for (Flow flow : flows.list()) {
            Flow.Unless rows = flow.unless();
            kept.add(new StoredFlow(
                    flow.via(name),
                    named(flow.subject(), names),
                    rows == null ? Set.of() : named(rows.columns(), names)));
        }
        return kept;
    }

    private static Set<String> named(Set<ExprId> ids, Map<ExprId, String> names) {
        var named = new LinkedHashSet<String>();
        ids.stream().filter(names::containsKey).forEach(id -> named.add(names.get(id)));
        return named;
    }

    /** Whether a place is, holds or belongs to a table that is declared or was written here. */
    boolean knows(String path) {
        String place = place(path);
        return Stream.of(tables, stored)
                .flatMap(each -> each.keySet().stream())
                .anyMatch(table -> Places.isUnder(place, table) || Places.isUnder(table, place));
    }

    /** Whether a place belongs to a folder under protection, holds one, or was written here. */
    boolean isProtected(String place) {
        return Stream.concat(roots.stream(), stored.keySet().stream())
                .anyMatch(root -> Places.isUnder(place, root) || Places.isUnder(root, place));
    }

    /** Name of the table whose files and columns these are; empty if it is none that is declared or was written here. */
    String nameOf(HadoopFsRelation files, ReaderSettings readerSettings) {
        var names = new LinkedHashSet<String>();
        for (Path path : Plans.list(files.location().rootPaths())) {
            String place = Places.of(path, readerSettings.apply(files));
            names.add(find(stored, place)
                    .map(Stored::name)
                    .or(() -> find(tables, place).map(SourceTable::name))
                    .orElse(""));
        }
        return names.size() == 1 && readers.bindByName(files) ? names.iterator().next() : "";
    }

    PlanFlows scan(HadoopFsRelation files, List<Attribute> output, ReaderSettings readerSettings) {
        var made = new LinkedHashSet<ExprId>();
        output.stream().filter(attribute -> isMadeBySpark(attribute, files)).forEach(each -> made.add(each.exprId()));
        PlanFlows all = unlabelled(output);
        for (String place : places(files, readerSettings.apply(files))) {
            Optional<Stored> written = find(stored, place);
            Optional<SourceTable> table = find(tables, place);
            if (written.isPresent()) {
                all = both(all, mixed(read(written.get(), output, made), anything(written.get()), made, files));
            } else if (table.isPresent()) {
                Readers.requireQuiet(table.get(), files);
                all = both(all, mixed(read(table.get(), output, made), anything(table.get()), made, files));
            } else if (roots.stream().anyMatch(root -> Places.isUnder(place, root) || Places.isUnder(root, place))) {
                throw new Unjudgeable("a scan reads files of a protected folder that no table declares");
            }
        }
        return all;
    }

    /** Unless the files themselves say which column is which, each may be any. */
    private PlanFlows mixed(PlanFlows read, Flows whole, Set<ExprId> made, HadoopFsRelation files) {
        if (readers.bindByName(files)) {
            return read;
        }
        Flows anything = read.all().and(whole).map(Flow::adrift);
        var columns = new LinkedHashMap<>(read.columns());
        columns.replaceAll((column, flows) -> made.contains(column) ? flows : anything);
        return new PlanFlows(columns, read.rows());
    }

    private static Flows anything(SourceTable table) {
        return Flows.union(table.columns().stream()
                .map(column -> read(table, column, null))
                .toList());
    }

    private static Flows anything(Stored table) {
        return Flows.union(table.columns().values().stream()
                .map(flows -> revive(flows, Map.of()))
                .toList());
    }

    /** Columns of declared or stored files that carry one of {@code labels}; for the check of physical plans. */
    Set<ExprId> columnsWith(
            Set<Label> labels, HadoopFsRelation files, List<Attribute> output, ReaderSettings readerSettings) {
        PlanFlows flows = scan(files, output, readerSettings);
        var found = new LinkedHashSet<ExprId>();
        for (Attribute attribute : output) {
            if (flows.of(attribute.exprId()).any(flow -> flow.explicit() && labels.contains(flow.label()))) {
                found.add(attribute.exprId());
            }
        }
        return found;
    }

    /** Root paths; and the files behind them, where a root seems to lie outside, or where who keeps the list may name files from elsewhere. */
    private Set<String> places(HadoopFsRelation files, Configuration reader) {
        var places = new LinkedHashSet<String>();
        for (Path path : Plans.list(files.location().rootPaths())) {
            places.add(Places.of(path, reader));
        }
        boolean inside = files.location() instanceof InMemoryFileIndex
                && places.stream().allMatch(place -> roots.stream().anyMatch(root -> Places.isUnder(place, root)));
        if (!inside && !roots.isEmpty()) {
            for (String file : files.location().inputFiles()) {
                places.add(Places.of(new Path(URI.create(file)), reader));
            }
        }
        return places;
    }

    private static PlanFlows both(PlanFlows one, PlanFlows other) {
        var columns = new LinkedHashMap<>(one.columns());
        other.columns().forEach((column, flows) -> columns.merge(column, flows, Flows::and));
        return new PlanFlows(columns, one.rows().and(other.rows()));
    }

    private static PlanFlows read(SourceTable table, List<Attribute> output, Set<ExprId> made) {
        var columns = new LinkedHashMap<ExprId, Flows>();
        var every = new ArrayList<Flows>();
        for (Attribute attribute : output) {
            table.columns().stream()
                    .filter(column -> column.name().equalsIgnoreCase(attribute.name()))
                    .findFirst()
                    .ifPresent(column -> {
                        Flows flows = read(table, column, attribute.exprId());
                        every.add(flows);
                        columns.put(attribute.exprId(), flows);
                    });
        }
        // Columns that the reader did not ask for are in the file all the same.
        for (SourceTable.Column column : table.columns()) {
            if (output.stream().noneMatch(attribute -> attribute.name().equalsIgnoreCase(column.name()))) {
                every.add(read(table, column, null));
            }
        }
        Flows anything = Flows.union(every);
        for (Attribute attribute : output) {
            // A column that is not declared may hold anything that stands in the row; one that Spark makes holds none
            // of it.
            columns.putIfAbsent(attribute.exprId(), made.contains(attribute.exprId()) ? Flows.NONE : anything);
        }
        Flows rows = anything.without(flow -> !table.ofRows().contains(flow.label()));
        return new PlanFlows(columns, rows.map(flow -> flow.implicit(true)));
    }

    private static Flows read(SourceTable table, SourceTable.Column column, @Nullable ExprId id) {
        Set<ExprId> subject = id == null || column.domain().isEmpty() ? Set.of() : Set.of(id);
        String source = table.name() + "." + column.name();
        return Flows.of(column.labels().stream()
                .map(label -> new Flow(label, source, true, false, true, column.domain(), subject, null, List.of()))
                .toList());
    }

    private static PlanFlows read(Stored table, List<Attribute> output, Set<ExprId> made) {
        var ids = new LinkedHashMap<String, ExprId>();
        output.forEach(attribute -> ids.put(attribute.name().toLowerCase(Locale.ROOT), attribute.exprId()));
        var columns = new LinkedHashMap<ExprId, Flows>();
        for (Attribute attribute : output) {
            var flows = new ArrayList<StoredFlow>();
            List<StoredFlow> known = table.columns().get(attribute.name());
            if (known != null) {
                flows.addAll(known);
            } else if (!made.contains(attribute.exprId())) {
                table.columns().values().forEach(flows::addAll);
            }
            columns.put(attribute.exprId(), revive(flows, ids));
        }
        return new PlanFlows(columns, revive(table.rows(), ids));
    }

    private static Flows revive(List<StoredFlow> flows, Map<String, ExprId> ids) {
        return Flows.of(flows.stream()
                .map(each -> {
                    Flow flow = each.flow();
                    Set<ExprId> columns = ids(each.unless(), ids);
                    Flow.Unless rows = flow.unless();
                    return new Flow(
                            flow.label(),
                            flow.source(),
                            flow.explicit(),
                            flow.lookup(),
                            flow.whole(),
                            flow.domain(),
                            ids(each.subject(), ids),
                            rows == null || columns.isEmpty() ? null : new Flow.Unless(columns, rows.value()),
                            flow.steps());
                })
                .toList());
    }

    private static Set<ExprId> ids(Set<String> names, Map<String, ExprId> ids) {
        var found = new LinkedHashSet<ExprId>();
        for (String name : names) {
            ExprId id = ids.get(name.toLowerCase(Locale.ROOT));
            if (id != null) {
                found.add(id);
            }
        }
        return Set.copyOf(found);
    }

    PlanFlows declared(List<Attribute> output, Map<String, Set<Label>> labels) {
        var columns = new LinkedHashMap<ExprId, Flows>();
        for (Attribute attribute : output) {
            columns.put(
                    attribute.exprId(),
                    Flows.of(labels.getOrDefault(attribute.name(), Set.of()).stream()
                            .map(label -> new Flow(
                                    label,
                                    "declared." + attribute.name(),
                                    true,
                                    false,
                                    true,
                                    "",
                                    Set.of(),
                                    null,
                                    List.of()))
                            .toList()));
        }
        return new PlanFlows(columns, Flows.NONE);
    }

    PlanFlows undeclared(List<Attribute> output) {
        var columns = new LinkedHashMap<ExprId, Flows>();
        for (Attribute attribute : output) {
            columns.put(
                    attribute.exprId(),
                    Flows.of(List.of(new Flow(
                            UNDECLARED,
                            "local rows." + attribute.name(),
                            true,
                            false,
                            true,
                            "",
                            Set.of(),
                            null,
                            List.of()))));
        }
        return new PlanFlows(columns, Flows.NONE);
    }

    static PlanFlows unlabelled(List<Attribute> output) {
        var columns = new LinkedHashMap<ExprId, Flows>();
        output.forEach(attribute -> columns.put(attribute.exprId(), Flows.NONE));
        return new PlanFlows(columns, Flows.NONE);
    }

    /** Columns such as {@code _metadata}, which tell of files and not of rows. */
    private static boolean isMadeBySpark(Attribute attribute, HadoopFsRelation files) {
        return attribute.metadata().contains("__metadata_col")
                && Stream.of(files.schema().fieldNames()).noneMatch(attribute.name()::equalsIgnoreCase);
    }

    private static <T> Optional<T> find(Map<String, T> byPath, String place) {
        return byPath.entrySet().stream()
                .filter(entry -> Places.isUnder(place, entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
