package org.sealedjoin.products.usage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sealedjoin.privacy.Epsilon;

/**
 * What is measured of a span, and at which share of what is set aside in a month. In each span a person stands in one part and one region
 * of a measure, so that what all its cells tell of the person is what one of them does.
 */
public enum Measure {
    DAILY(Span.Length.DAY, 25, List.of(Group.people("active", "daily_active_people"))),
    MESSAGES(
            Span.Length.DAY,
            15,
            List.of(new Group(List.of("messages"), List.of("messages_sent", "messages_per_active_person"), 0))),
    BOTH(
            Span.Length.DAY,
            15,
            List.of(new Group(
                    List.of("both", "one"), List.of("active_on_both", "active_on_either", "share_active_on_both"), 0))),
    WEEKLY(Span.Length.WEEK, 15, List.of(Group.people("active", "weekly_active_people"))),
    RETENTION(Span.Length.WEEK, 15, List.of(Group.after(1), Group.after(2), Group.after(4), Group.after(8))),
    MONTHLY(Span.Length.MONTH, 15, List.of(Group.people("active", "monthly_active_people")));

    private final Span.Length length;
    private final int percent;
    private final List<Group> groups;

    Measure(Span.Length length, int percent, List<Group> groups) {
        this.length = length;
        this.percent = percent;
        this.groups = groups;
    }

    /**
     * Parts that are reconciled and told together.
     *
     * @param parts disjoint: a person stands in one of them at most
     * @param metrics what is told: the first part, all parts together if there are several, and a quotient if there is one
     * @param weeksAfter how many weeks before the span the people joined; 0: whoever it was
     */
    record Group(List<String> parts, List<String> metrics, int weeksAfter) {
        static Group people(String part, String metric) {
            return new Group(List.of(part), List.of(metric), 0);
        }

        static Group after(int weeks) {
            return new Group(
                    List.of("returned_" + weeks, "gone_" + weeks),
                    List.of("returned_week_" + weeks, "joined_week_" + weeks, "retention_week_" + weeks),
                    weeks);
        }
    }

    /** Every metric that is told, in the order of measures. */
    public static List<String> metrics() {
        var words = new ArrayList<String>();
        Arrays.stream(values()).forEach(measure -> measure.groups.forEach(group -> words.addAll(group.metrics())));
        return words;
    }

    List<Group> groups() {
        return groups;
    }

    /** The metric by which it is known whether a span was told. */
    String firstMetric() {
        return groups.get(0).metrics().get(0);
    }

    public Span.Length length() {
        return length;
    }

    /** As it stands in questions and plans. */
    String word() {
        return name();
    }

    /**
     * What one person loses by all cells of the measure in one span.
     *
     * @param month what is set aside of everybody's budget in a month, at least 0.01
     */
    public Epsilon loss(Epsilon month) {
        return new Epsilon(month.millionths() * percent / 100 / length.mostInAMonth());
    }

    /** Part of {@link #loss} that the total over all regions costs; the regions cost the rest. */
    Epsilon lossOfTotal(Epsilon month) {
        return new Epsilon(loss(month).millionths() / 4);
    }

    Epsilon lossOfRegions(Epsilon month) {
        return new Epsilon(loss(month).millionths() - lossOfTotal(month).millionths());
    }

    /** How far one person moves a cell. */
    long sensitivity(UsagePolicy policy) {
        return this == MESSAGES ? policy.maxMessages() : 1;
    }
}
