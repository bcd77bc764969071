package org.sealedjoin.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sealedjoin.base.Label;
import org.sealedjoin.consent.FilterByPlatform;
import org.sealedjoin.consent.FilterConsented;
import org.sealedjoin.consent.FilterLinks;
import org.sealedjoin.guard.FlowPolicy;
import org.sealedjoin.guard.Operation;
import org.sealedjoin.privacy.spark.ReleaseReach;
import org.sealedjoin.products.audience.FindMembers;
import org.sealedjoin.products.business.ReportReach;
import org.sealedjoin.products.friends.SuggestFriends;
import org.sealedjoin.products.safety.SignalAbuse;
import org.sealedjoin.products.usage.ReleaseUsage;
import org.sealedjoin.seal.Seal;
import org.sealedjoin.table.Counts;
import org.sealedjoin.table.ReadInput;
import org.sealedjoin.verify.VerifyRun;

/** What the flow guard holds this program's plans against: every operation that takes a label off is named here and nowhere else. */
public final class FlowRules {
    private FlowRules() {}

    /** The policy of every run. */
    public static FlowPolicy policy() {
        var operations = new ArrayList<Operation>(FilterConsented.operations());
        operations.addAll(Seal.operations());
        operations.addAll(SuggestFriends.operations());
        operations.addAll(FindMembers.operations());
        operations.addAll(ReleaseUsage.operations());
        operations.addAll(List.of(ReleaseReach.NOISE, ReportReach.RANGES));
        operations.addAll(FilterByPlatform.operations());
        operations.addAll(FilterLinks.operations());
        operations.addAll(SignalAbuse.operations());
        operations.addAll(VerifyRun.operations());
        operations.addAll(List.of(Counts.COUNT, ReadInput.REPEATED));
        return new FlowPolicy(
                Set.of(Label.RAW_NUMBER, Label.HASHED_NUMBER),
                Set.of(Label.TOKEN),
                Label.unconsentedForAll(),
                Seal.functions(),
                operations);
    }
}
