package org.sealedjoin.app;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.PublicCount;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.guard.SinkFlow;
import org.sealedjoin.phone.HashFlaw;
import org.sealedjoin.products.audience.Alarm;
import org.sealedjoin.release.KeptRun;
import org.sealedjoin.release.LedgerMark;
import org.sealedjoin.release.Receipt;
import org.sealedjoin.release.RunId;
import org.sealedjoin.report.CompareRuns;
import org.sealedjoin.report.DriftPolicy;
import org.sealedjoin.report.RememberNights;
import org.sealedjoin.table.CheckedTable;
import org.sealedjoin.table.Counts;
import org.sealedjoin.table.InputTables;
import org.sealedjoin.table.TableFiles;

/** What the manifest will say of a run: counts, never content. */
final class RunRecord {
    static final String AGREED = "people who agreed";
    static final String LINKED = "people linked";
    static final String REACHED = "people reached";
    static final String SUGGESTIONS = "people by number of suggestions";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

    private final Map<String, Object> fields = new LinkedHashMap<>();
    private final Map<String, Object> counts = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> countedGroups = new LinkedHashMap<>();
    private final Map<String, Long> regions = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> off = new ArrayList<>();
    private final Map<String, Object> resumed = new TreeMap<>();
    private final double maxRejectedShare;
    private final DriftPolicy drift;

    RunRecord(String runId, Instant asOf, Instant executedAt, Settings settings, String sparkVersion) {
        maxRejectedShare = settings.input().maxRejectedShare();
        drift = settings.drift();
        fields.put("run_id", runId);
        fields.put("as_of", asOf.toString());
        fields.put("executed_at", executedAt.toString());
        fields.put("version", Version.OF_PROGRAM);
        fields.put("spark_version", sparkVersion);
        fields.put("java_version", String.valueOf(Runtime.version()));
        fields.put("config", settings.effective());
        fields.put("settings_changed", settings.changed());
    }

    private RunRecord(Map<String, Object> told, Map<String, Object> counted) {
        fields.putAll(told);
        counts.putAll(counted);
        maxRejectedShare = 1;
        // A rewritten run is compared with no night.
        drift = new DriftPolicy(Double.MAX_VALUE, Map.of());
    }

    /**
     * The record of a run that stands in the place of another: what is not said anew stays as it was.
     *
     * @param by the command that rewrites it
     * @param changed names of input tables that have changed since
     */
    static RunRecord rewriting(KeptRun was, RunId now, Instant executedAt, String by, Set<String> changed) {
        Map<String, Object> told = JSON.convertValue(was.manifest(), FIELDS);
        Map<String, Object> counted = JSON.convertValue(was.manifest().path("counts"), FIELDS);
        var record = new RunRecord(told, counted == null ? Map.of() : counted);
        was.manifest().path("notes").forEach(note -> record.note(note.asText()));
        var rewritten = new LinkedHashMap<String, Object>();
        rewritten.put("by", by);
        rewritten.put("of", was.id().name());
        rewritten.put("version", Version.OF_PROGRAM);
        rewritten.put("inputs_changed_since", changed.stream().sorted().toList());
        record.fields.put("run_id", now.name());
        record.fields.put("executed_at", executedAt.toString());
        record.fields.put(KeptRun.MADE_AT, was.madeAt().toString());
        record.fields.put("rewritten", rewritten);
        return record;
    }

    /** Notes that more people were erased from the ledger that the run holds. */
    void erasedFromLedger(long people) {
        if (fields.get(LedgerMark.FIELD) instanceof Map<?, ?> told) {
            var ledger = new LinkedHashMap<String, Object>();
            told.forEach((name, value) -> ledger.put(String.valueOf(name), value));
            long before = told.get(LedgerMark.ERASED) instanceof Number number ? number.longValue() : 0;
            ledger.put(LedgerMark.ERASED, before + people);
            fields.put(LedgerMark.FIELD, ledger);
        }
    }

    /** Notes which tables were read, how many rows were bad, and what is off because a table is absent. */
    void input(InputTables input) {
        var tables = new ArrayList<Map<String, Object>>();
        for (CheckedTable checked : input.all()) {
            var table = new LinkedHashMap<String, Object>();
            table.put("table", checked.table().name());
            table.put("present", checked.present());
            table.put("rows_read", checked.rowsRead());
            table.put("rows_used", checked.rowsUsed());
            table.put("rows_rejected", checked.rowsRejected());
            table.put("rejected", checked.rejected());
            var files = new ArrayList<Map<String, Object>>();
            for (TableFiles.InputFile file : checked.files()) {
                files.add(Map.of(
                        "path", file.path(),
                        "bytes", file.bytes(),
                        "modified", Instant.ofEpochMilli(file.modifiedMillis()).toString()));
            }
            table.put("files", files);
            tables.add(table);
            if (!checked.present()) {
                off.add(checked.table().name());
            }
            if (checked.rowsRejected() > maxRejectedShare * checked.rowsRead()) {
                note(checked.table().name() + ": more rows are bad than input.max-rejected-share; outsiders write them,"
                        + " so they are left out and do not stop the run");
            }
        }
        fields.put("inputs", tables);
        fields.put("off_because_absent", off);
    }

    /** Notes the rows of a whole table. */
    void count(String name, long rows) {
        counts.put(name, rows);
    }

    /** Notes how many rows each combination of the two columns in {@code words} has: groups of people below twenty are left out, others rounded to ten. */
    void countGroups(String name, Dataset<Row> rows, Map<String, List<String>> words) {
        Map<String, Object> groups = countedGroups.computeIfAbsent(name, none -> new TreeMap<>());
        for (Row row : Counts.by(rows, words)) {
            groups.put(row.getString(0) + " " + row.getString(1), shown(row.getLong(2)));
        }
        counts.put(name, groups);
    }

    /** Notes how many people each group has, in the order given: groups below twenty are left out, others rounded to ten. */
    void groups(String name, Map<String, Long> people) {
        Map<String, Object> groups = countedGroups.computeIfAbsent(name, none -> new LinkedHashMap<>());
        people.forEach((group, count) -> groups.put(group, shown(count)));
        counts.put(name, groups);
    }

    private static Object shown(long people) {
        OptionalLong shown = PublicCount.ofGroup(people);
        return shown.isPresent() ? shown.getAsLong() : "below 20";
    }

    /** Notes how many usage figures are told and how many cells are too small to be: of a public list, so there can be more of them than rows of input. */
    void usageFigures(long told, long tooSmall) {
        fields.put("usage_figures", Map.of("told", told, "too_small", tooSmall));
    }

    /** Notes how many people agreed in each region; regions below twenty people are not even named. */
    void regions(Map<String, Long> people) {
        people.forEach((group, count) -> PublicCount.ofGroup(count).ifPresent(shown -> regions.put(group, shown)));
    }

    /** Notes what the flow guard judged, and the labels that reached each sink. */
    void guard(FlowGuard.Tally tally, Map<String, List<SinkFlow>> flows) {
        var guard = new LinkedHashMap<String, Object>();
        guard.put("plans_judged", tally.plans());
        guard.put("plans_refused", tally.refused());
        guard.put("seconds", Math.round(tally.seconds() * 1000) / 1000.0);
        var labels = new TreeMap<String, Object>();
        flows.forEach((sink, lines) -> labels.put(
                sink,
                lines.stream()
                        .map(line -> line.label().word())
                        .distinct()
                        .sorted()
                        .toList()));
        guard.put("labels", labels);
        fields.put("guard", guard);
    }

    /** Notes of each audience to which no-hashes were sent how many, by reason, and how many all together. */
    void uploads(List<Row> described) {
        var malformed = new TreeMap<String, Long>();
        var audiences = new ArrayList<Map<String, Object>>();
        for (Row row : described) {
            var flaws = new TreeMap<String, Long>();
            for (HashFlaw flaw : HashFlaw.values()) {
                Long rows = row.getAs(flaw.word());
                if (rows != null && rows > 0) {
                    flaws.put(flaw.word(), rows);
                    malformed.merge(flaw.word(), rows, Long::sum);
                }
            }
            if (!flaws.isEmpty()) {
                var audience = new LinkedHashMap<String, Object>();
                for (String field : List.of("advertiser_id", "audience_id", "rows_received")) {
                    audience.put(field, row.getAs(field));
                }
                audience.put("malformed", flaws);
                audiences.add(audience);
            }
        }
        malformed.forEach((flaw, rows) -> counts.put("uploaded rows " + flaw, rows));
        fields.put("malformed_uploads", audiences);
    }

    /** Notes whom an operator should look at, by advertiser; the note in sight says by how many only. */
    void alarms(List<Alarm> alarms) {
        var told = new ArrayList<Map<String, Object>>();
        var rules = new TreeMap<String, Integer>();
        for (Alarm alarm : alarms) {
            var entry = new LinkedHashMap<String, Object>();
            entry.put("advertiser_id", alarm.advertiserId());
            entry.put("rule", alarm.rule().word());
            entry.put("found", alarm.found());
            entry.put("limit", alarm.limit());
            told.add(entry);
            rules.merge(alarm.rule().word(), 1, Integer::sum);
        }
        fields.put("alarms", told);
        rules.forEach((rule, advertisers) ->
                note("alarm " + rule + ": advertisers to look at: " + advertisers + "; see alarms in the manifest"));
    }

    /**
     * Notes the state of the budget ledger that the run holds for the next to go on from.
     *
     * @param erased how many people were erased from it since its month began
     */
    void ledger(LedgerMark state, long erased) {
        Map<String, Object> told = state.fields();
        if (erased > 0) {
            told.put(LedgerMark.ERASED, erased);
        }
        fields.put(LedgerMark.FIELD, told);
    }

    /** What a run must have in common with another to take over its tables; nothing if it cannot be told. */
    Optional<String> fingerprint(List<Receipt> receipts) {
        // A model in a file can be another one under the same name.
        if (!(fields.get("config") instanceof Map<?, ?> config) || !"default".equals(config.get("friends.model"))) {
            return Optional.empty();
        }
        var told = new LinkedHashMap<String, Object>();
        for (String field : List.of("version", "spark_version", "as_of", "config", "inputs")) {
            told.put(field, fields.get(field));
        }
        told.put("receipts", receipts.stream().map(Receipt::id).toList());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(JSON.valueToTree(told).toString().getBytes(StandardCharsets.UTF_8));
            return Optional.of(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }

    /** Notes that a table was made by a run that was stopped. */
    void resumed(String sink, RunId from) {
        resumed.put(sink, from.name());
    }

    void note(String line) {
        notes.add(line);
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    Map<String, Object> counts() {
        return counts;
    }

    /**
     * Notes which figures jumped since the night before.
     *
     * @throws org.sealedjoin.base.GuaranteeFailure if one did that may not
     */
    void compareWith(JsonNode before, Map<String, Long> sinks, Map<String, Double> seconds) {
        JsonNode now = JSON.valueToTree(manifest(sinks, List.of(), seconds, Optional.of(before)));
        var compare = new CompareRuns(drift);
        compare.requireWithinLimits(before, now);
        compare.note(before, now).ifPresent(this::note);
    }

    /**
     * Every field, complete.
     *
     * @param before the manifest of the night before, if there was one
     */
    Map<String, Object> manifest(
            Map<String, Long> sinks, Object verdicts, Map<String, Double> seconds, Optional<JsonNode> before) {
        ObjectNode tonight = told(sinks, verdicts, seconds);
        fields.put(RememberNights.FIELD, new RememberNights().apply(before, tonight));
        before.ifPresent(night -> fields.put(CompareRuns.FIELD, new CompareRuns(drift).apply(night, tonight)));
        return fields;
    }

    /**
     * The same of a rewritten run: its night stands once among the nights. What was said of changes since the night before is gone, since it would
     * tell the figures from before beside those of now.
     *
     * @param nights what nights that were rewritten before are remembered by, by as-of
     */
    Map<String, Object> rewrittenManifest(
            JsonNode was,
            Map<String, Long> sinks,
            Object verdicts,
            Map<String, Double> seconds,
            Map<String, JsonNode> nights) {
        fields.remove(CompareRuns.FIELD);
        ObjectNode rewritten = told(sinks, verdicts, seconds);
        ObjectNode earlier = was.deepCopy();
        var remembered = earlier.putArray(RememberNights.FIELD);
        was.path(RememberNights.FIELD)
                .forEach(night ->
                        remembered.add(nights.getOrDefault(night.path("as_of").asText(), night)));
        fields.put(RememberNights.FIELD, new RememberNights().apply(Optional.of(earlier), rewritten));
        return fields;
    }

    private ObjectNode told(Map<String, Long> sinks, Object verdicts, Map<String, Double> seconds) {
        fields.put("counts", counts);
        fields.put("sinks", new TreeMap<>(sinks));
        fields.put("notes", notes);
        fields.put("resumed", resumed);
        fields.put("verify", verdicts);
        fields.put("stage_seconds", seconds);
        ObjectNode tonight = JSON.valueToTree(fields);
        tonight.set("regions", JSON.valueToTree(regions));
        return tonight;
    }
}
