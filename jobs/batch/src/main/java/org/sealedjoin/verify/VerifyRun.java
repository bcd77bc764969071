package org.sealedjoin.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.sealedjoin.guard.Operation;
import org.sealedjoin.table.InputTables;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.RunTables;

/**
 * The second reading of a run: derives each guarantee again from the input and holds the run's tables and manifest against it. Trusts of
 * the run only what its manifest says of instants and settings.
 */
public final class VerifyRun {
    private final InputTables input;
    private final SecureRandom random;

    /** Every operation of the second reading that takes labels off, for the flow guard. */
    public static List<Operation> operations() {
        return List.of(ReadNumbers.operation());
    }

    /**
     * Reads for one input.
     *
     * @param random draws the key under which the second reading tokenizes
     */
    public VerifyRun(InputTables input, SecureRandom random) {
        this.input = input;
        this.random = random;
    }

    /**
     * Runs every check, also after one failed. Only where a run says nothing of its settings, or a table's columns are others than
     * declared, there is nothing that further checks could read: then what was found so far is all.
     */
    public List<Verdict> verdicts(RunTables run) {
        List<Verdict> needed = needed(run);
        var verdicts = new ArrayList<Verdict>(needed);
        verdicts.addAll(whole(run));
        if (!needed.stream().allMatch(Verdict::passed)) {
            return verdicts;
        }
        JsonNode manifest = run.manifest().orElseThrow();
        verdicts.addAll(new CheckRun(run).addsUp(manifest, input));
        verdicts.addAll(CheckValues.values(run));
        try (var derived = new Derived(input, RunFacts.of(manifest), random, Handed.USUAL)) {
            verdicts.addAll(products(run, derived));
        }
        return verdicts;
    }

    /**
     * The checks of a run that was made of another by taking people away: that it is whole, that it holds what is declared, and that everybody in
     * it agrees. Reads no numbers: of the input only people, terms and what they said.
     */
    public List<Verdict> verdictsOfRemainder(RunTables run) {
        List<Verdict> needed = needed(run);
        var verdicts = new ArrayList<Verdict>(needed);
        verdicts.addAll(whole(run));
        if (!needed.stream().allMatch(Verdict::passed)) {
            return verdicts;
        }
        JsonNode manifest = run.manifest().orElseThrow();
        verdicts.addAll(new CheckRun(run).addsUp(manifest, input));
        verdicts.addAll(CheckValues.values(run));
        try (var agreed = new CheckAgreed(RunFacts.of(manifest), input)) {
            verdicts.addAll(agreed.check(run));
        }
        return verdicts;
    }

    /** How many input tables have other files than when the run read them. What follows from them may then differ too. */
    public long changedInputs(RunTables run) {
        return run.manifest()
                .map(manifest -> CheckRun.changed(manifest, input).size())
                .orElse(0);
    }

    /** Without these no row can be judged: what the run says of itself, and the columns of its tables. */
    static List<Verdict> needed(RunTables run) {
        var verdicts = new ArrayList<Verdict>(new CheckRun(run).saysWhatIsNeeded());
        verdicts.addAll(CheckValues.columns(run));
        return verdicts;
    }

    /** Whether folder and manifest are one; nothing if the manifest does not say enough to tell. */
    static List<Verdict> whole(RunTables run) {
        boolean says = new CheckRun(run).saysWhatIsNeeded().stream().allMatch(Verdict::passed);
        return says ? new CheckRun(run).isWhole(run.manifest().orElseThrow()) : List.of();
    }

    /** Holds the tables of a run against what was derived from its input. */
    static List<Verdict> products(RunTables run, Derived derived) {
        var verdicts = new ArrayList<Verdict>();
        if (run.has(Outputs.ACCOUNT_LINKS)) {
            verdicts.addAll(new CheckLinks(derived).check(run));
        }
        if (run.has(Outputs.CONTACT_EDGES)) {
            verdicts.addAll(new CheckContactEdges(derived).check(run));
        }
        if (run.has(Outputs.FRIEND_SUGGESTIONS)) {
            verdicts.addAll(new CheckSuggestions(derived).check(run));
        }
        if (run.has(Outputs.ABUSE_SIGNALS)) {
            verdicts.addAll(new CheckAbuseSignals(derived).check(run));
        }
        if (run.has(Outputs.AUDIENCE_MEMBERS) && run.has(Outputs.AUDIENCE_REPORTS)) {
            try (var touched = new Kept(new ReadAudiences(derived).touched())) {
                verdicts.addAll(new CheckAudiences(derived).check(run, touched.rows()));
                verdicts.addAll(new CheckReports(derived).check(run));
            }
        }
        if (run.has(Outputs.BUSINESS_ELIGIBILITY)) {
            verdicts.addAll(new CheckBusiness(derived).check(run));
        }
        if (run.has(Outputs.REACH_REPORTS) && run.has(Outputs.RELEASED_FIGURES)) {
            verdicts.addAll(new CheckReach(derived).check(run));
        }
        if (run.has(Outputs.BUDGET_LEDGER) && run.has(Outputs.RELEASED_FIGURES)) {
            verdicts.addAll(new CheckLedger(derived.facts()).check(run));
            if (run.has(Outputs.USAGE_METRICS)) {
                verdicts.addAll(new CheckUsage(derived.facts()).check(run));
            }
        }
        return verdicts;
    }
}
