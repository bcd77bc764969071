package org.sealedjoin.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.sealedjoin.table.CheckedTable;
import org.sealedjoin.table.Counts;
import org.sealedjoin.table.InputTables;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.RunTables;
import org.sealedjoin.table.SinkTable;
import org.sealedjoin.table.TableFiles;

/** Guarantee 9 for one run: it is whole, it is what it says it is, and what it says adds up. */
final class CheckRun {
    private static final DateTimeFormatter IN_RUN_ID =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Set<String> NOT_COUNTS = Set.of("advertiser_id", "audience_id", "limit");
    private static final int FEWEST_SHOWN = 20;
    private static final int STEP_SHOWN = 10;

    private final RunTables run;

    CheckRun(RunTables run) {
        this.run = run;
    }

    /** Whether the run says what the other checks need to know; without it none of them can run. */
    List<Verdict> saysWhatIsNeeded() {
        long missing = run.manifest().map(RunFacts::missing).orElse(1L);
        return List.of(
                Verdict.none(9, "manifest: instants and settings that checks need and that are missing", missing));
    }

    /** Whether the folder and its manifest are one. */
    List<Verdict> isWhole(JsonNode manifest) {
        var verdicts = new ArrayList<Verdict>();
        Instant asOf = RunFacts.instant(manifest, "as_of").orElseThrow();
        Instant executedAt = RunFacts.instant(manifest, "executed_at").orElseThrow();
        boolean named = manifest.path("run_id").asText().equals(run.name())
                && run.name().startsWith(IN_RUN_ID.format(asOf) + "-");
        verdicts.add(Verdict.none(9, "manifest: run id and as-of are not those of the folder", named ? 0 : 1));
        verdicts.add(Verdict.none(10, "manifest: executed before its as-of", executedAt.isBefore(asOf) ? 1 : 0));
        verdicts.add(Verdict.none(
                9, "manifest: tables named without a folder, or a folder without being named", differing(manifest)));
        verdicts.add(Verdict.none(9, "run: products of which a table is missing", halfProducts()));
        verdicts.add(Verdict.none(3, "run: files and folders that are not declared", run.strays()));
        verdicts.add(Verdict.none(
                1, "manifest: counts and notes with text like a number, hash or token", suspicious(manifest)));
        verdicts.add(Verdict.none(
                4, "manifest: groups of people below " + FEWEST_SHOWN + " or not rounded", smallGroups(manifest)));
        verdicts.addAll(new CheckPage(run).check(manifest));
        return verdicts;
    }

    /** Whether the counts of the manifest are those of the files. */
    List<Verdict> addsUp(JsonNode manifest, InputTables input) {
        long sinks = Outputs.all().stream()
                .filter(run::has)
                .filter(sink -> manifest.path("sinks").path(sink.folder()).asLong(-1) != Counts.of(run.rows(sink)))
                .count();
        Set<String> changed = changed(manifest, input);
        long inputs = input.all().stream()
                .filter(table -> !changed.contains(table.table().name()))
                .filter(table -> !told(manifest, table))
                .count();
        return List.of(
                Verdict.none(9, "manifest: tables whose count of rows is not that of their files", sinks),
                Verdict.none(9, "manifest: input tables whose rows read, used and rejected do not add up", inputs));
    }

    /** Names of input tables whose files are others than those that the run read, by name, length and modification time. */
    static Set<String> changed(JsonNode manifest, InputTables input) {
        var changed = new TreeSet<String>();
        for (CheckedTable table : input.all()) {
            var now = new HashSet<String>();
            for (TableFiles.InputFile file : table.files()) {
                now.add(nameOf(file.path()) + " " + file.bytes() + " " + Instant.ofEpochMilli(file.modifiedMillis()));
            }
            var then = new HashSet<String>();
            for (JsonNode file : entry(manifest, table).path("files")) {
                then.add(nameOf(file.path("path").asText()) + " "
                        + file.path("bytes").asLong() + " "
                        + file.path("modified").asText());
            }
            if (!now.equals(then)) {
                changed.add(table.table().name());
            }
        }
        return changed;
    }

    private static String nameOf(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static boolean told(JsonNode manifest, CheckedTable table) {
        JsonNode told = entry(manifest, table);
        Map<String, ToLongFunction<CheckedTable>> counts = Map.of(
                "rows_read", CheckedTable::rowsRead,
                "rows_used", CheckedTable::rowsUsed,
                "rows_rejected", CheckedTable::rowsRejected);
        return told.path("present").asBoolean() == table.present()
                && counts.entrySet().stream()
                        .allMatch(count -> told.path(count.getKey()).asLong(-1)
                                == count.getValue().applyAsLong(table));
    }

    private static JsonNode entry(JsonNode manifest, CheckedTable table) {
        for (JsonNode told : manifest.path("inputs")) {
            if (told.path("table").asText().equals(table.table().name())) {
                return told;
            }
        }
        return manifest.path("inputs").path(-1);
    }

    private long differing(JsonNode manifest) {
        var named = new TreeSet<String>();
        manifest.path("sinks").fieldNames().forEachRemaining(named::add);
        var there = new TreeSet<String>();
        Outputs.all().stream().filter(run::has).map(SinkTable::folder).forEach(there::add);
        long differing = there.stream().filter(name -> !named.contains(name)).count();
        return differing + named.stream().filter(name -> !there.contains(name)).count();
    }

    private long halfProducts() {
        boolean friends = run.has(Outputs.FRIEND_SUGGESTIONS);
        boolean audiences = run.has(Outputs.AUDIENCE_REPORTS);
        boolean ledger = run.has(Outputs.BUDGET_LEDGER);
        long half = run.has(Outputs.ACCOUNT_LINKS) ? 0 : 1;
        half += run.has(Outputs.CONTACT_EDGES) == (friends || run.has(Outputs.ABUSE_SIGNALS)) ? 0 : 1;
        half += run.has(Outputs.AUDIENCE_MEMBERS) == audiences ? 0 : 1;
        half += run.has(Outputs.RELEASED_FIGURES) == ledger ? 0 : 1;
        half += run.has(Outputs.USAGE_METRICS) == ledger ? 0 : 1;
        boolean business = run.has(Outputs.BUSINESS_ELIGIBILITY);
        half += run.has(Outputs.REACH_REPORTS) == business ? 0 : 1;
        half += ledger || !(audiences || business) ? 0 : 1;
        return half;
    }

    private static long suspicious(JsonNode manifest) {
        long rows = 0;
        for (JsonNode table : manifest.path("inputs")) {
            rows += table.path("rows_read").asLong();
        }
        long found = 0;
        for (String field : List.of("counts", "notes", "off_because_absent", "alarms", "malformed_uploads")) {
            found += suspicious(manifest.path(field), rows);
        }
        return found;
    }

    /** Texts and names by their look; a count that is larger than all input is no count. Ids and limits are none either. */
    private static long suspicious(JsonNode told, long rows) {
        if (told.isTextual()) {
            return CheckValues.looksLikeANumber(told.asText()) ? 1 : 0;
        }
        if (told.isNumber()) {
            return told.asLong() > rows ? 1 : 0;
        }
        long found = 0;
        if (told.isArray()) {
            for (JsonNode each : told) {
                found += suspicious(each, rows);
            }
        }
        for (Map.Entry<String, JsonNode> field : told.properties()) {
            found += CheckValues.looksLikeANumber(field.getKey()) ? 1 : 0;
            found += NOT_COUNTS.contains(field.getKey()) ? 0 : suspicious(field.getValue(), rows);
        }
        return found;
    }

    private static long smallGroups(JsonNode manifest) {
        long found = 0;
        for (JsonNode groups : manifest.path("counts")) {
            found += smallIn(groups);
        }
        for (JsonNode night : manifest.path("nights")) {
            for (String groups : List.of("agreed", "regions", "linked", "reached")) {
                found += smallIn(night.path(groups));
            }
        }
        return found;
    }

    private static long smallIn(JsonNode groups) {
        long found = 0;
        for (JsonNode group : groups) {
            long count = group.asLong();
            boolean shown = group.isNumber() && count >= FEWEST_SHOWN && count % STEP_SHOWN == 0;
            found += shown || group.asText().equals("below " + FEWEST_SHOWN) ? 0 : 1;
        }
        return found;
    }
}
