package org.sealedjoin.verify;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.table.InputPolicy;
import org.sealedjoin.table.InputTables;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.ProtectedTables;
import org.sealedjoin.table.ReadInput;
import org.sealedjoin.table.RunTables;
import org.sealedjoin.table.SinkTable;
import org.sealedjoin.testing.LocalSpark;

/** What was derived from one input, held against many runs: deriving it anew for each would take most of a test's time. */
public final class ReadOnce implements AutoCloseable {
    private final String folder;
    private final InputTables input;
    private final Derived derived;
    private final Kept touched;

    public ReadOnce(Path folder, RunTables good) {
        this.folder = folder.toString();
        input = new ReadInput(LocalSpark.session(), new InputPolicy(1)).read(folder.toString(), java.util.Set.of());
        // Every join by a shuffle, as of large tables; nights of tests have the other way.
        derived = new Derived(input, RunFacts.of(good.manifest().orElseThrow()), new SecureRandom(), new Handed(0));
        touched = new Kept(new ReadAudiences(derived).touched());
    }

    /** Does what the flow guard would refuse, such as to write rows that nobody approved: takes the input's protection off meanwhile. */
    public void withoutGuard(Runnable corruption) {
        FlowGuard guard = FlowGuard.of(LocalSpark.session());
        guard.forget(folder);
        try {
            corruption.run();
        } finally {
            guard.protect(folder, ProtectedTables.ofInput(folder));
        }
    }

    /** The verdicts about one table of a run. */
    public List<Verdict> of(RunTables run, SinkTable sink) {
        List<Verdict> columns = List.of(CheckValues.columns(sink, run.columns(sink)));
        if (!columns.get(0).passed()) {
            return columns;
        }
        var verdicts = new ArrayList<Verdict>(columns);
        verdicts.addAll(CheckValues.values(sink, run.rows(sink)));
        if (sink == Outputs.ACCOUNT_LINKS) {
            verdicts.addAll(new CheckLinks(derived).check(run));
        } else if (sink == Outputs.CONTACT_EDGES) {
            verdicts.addAll(new CheckContactEdges(derived).check(run));
        } else if (sink == Outputs.FRIEND_SUGGESTIONS) {
            verdicts.addAll(new CheckSuggestions(derived).check(run));
        } else if (sink == Outputs.ABUSE_SIGNALS) {
            verdicts.addAll(new CheckAbuseSignals(derived).check(run));
        } else if (sink == Outputs.AUDIENCE_MEMBERS) {
            verdicts.addAll(new CheckAudiences(derived).check(run, touched.rows()));
        } else if (sink == Outputs.AUDIENCE_REPORTS) {
            verdicts.addAll(new CheckReports(derived).check(run));
        } else if (sink == Outputs.BUDGET_LEDGER || sink == Outputs.RELEASED_FIGURES) {
            verdicts.addAll(new CheckLedger(derived.facts()).check(run));
        } else if (sink == Outputs.BUSINESS_ELIGIBILITY) {
            verdicts.addAll(new CheckBusiness(derived).check(run));
        } else if (sink == Outputs.REACH_REPORTS) {
            verdicts.addAll(new CheckReach(derived).check(run));
        }
        // What usage figures cost is held against the ledger.
        if (sink == Outputs.USAGE_METRICS || sink == Outputs.BUDGET_LEDGER) {
            verdicts.addAll(new CheckUsage(derived.facts()).check(run));
        }
        return verdicts;
    }

    /** The verdicts about the run's folder and manifest. */
    public List<Verdict> ofFolder(RunTables run) {
        List<Verdict> needed = VerifyRun.needed(run);
        var verdicts = new ArrayList<Verdict>(needed);
        verdicts.addAll(VerifyRun.whole(run));
        if (needed.stream().allMatch(Verdict::passed)) {
            verdicts.addAll(new CheckRun(run).addsUp(run.manifest().orElseThrow(), input));
        }
        return verdicts;
    }

    @Override
    public void close() {
        touched.close();
        derived.close();
        FlowGuard.of(LocalSpark.session()).forget(folder);
    }
}
