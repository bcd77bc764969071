package org.sealedjoin.products.usage;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** A measure of one span: all its cells are released by one run, or none. */
public record Block(Measure measure, Span span) {
    /** The period that figures of a group name: the span, or the week in which people joined who are looked at in the span. */
    Span period(Measure.Group group) {
        return group.weeksAfter() == 0 ? span : span.weeksBefore(group.weeksAfter());
    }

    /** The period by which it is known whether the block was told. */
    String firstPeriod() {
        return period(measure.groups().get(0)).name();
    }

    List<LocalDate> days() {
        return new ArrayList<>(span.from().datesUntil(span.until()).toList());
    }
}
