package org.sealedjoin.products.usage;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.sealedjoin.privacy.Period;

/**
 * A day, an ISO week or a calendar month, in UTC.
 *
 * @param name as figures name it: {@code 2016-10-14}, {@code 2016-W41} or {@code 2016-09}
 * @param from first day
 * @param until day after the last
 */
public record Span(String name, LocalDate from, LocalDate until) {
    /** How often a span begins, and how many can end within one calendar month. */
    public enum Length {
        DAY(31, day -> day.plusDays(1)),
        WEEK(5, day -> day.plusWeeks(1)),
        MONTH(1, day -> day.plusMonths(1));

        private final int mostInAMonth;
        private final UnaryOperator<LocalDate> next;

        Length(int mostInAMonth, UnaryOperator<LocalDate> next) {
            this.mostInAMonth = mostInAMonth;
            this.next = next;
        }

        /** Most spans of this length whose end lies in one calendar month. */
        public int mostInAMonth() {
            return mostInAMonth;
        }

        /**
         * The spans whose end, the first instant after them, lies in {@code month} and is not after {@code asOf}, the newest last. They
         * are the only ones that a run as of then releases.
         */
        public List<Span> endedIn(Period month, Instant asOf) {
            var spans = new ArrayList<Span>();
            LocalDate first = month.start().atOffset(ZoneOffset.UTC).toLocalDate();
            for (Span span = containing(first.minusDays(1)); !span.end().isAfter(asOf); span = containing(span.until)) {
                if (Period.of(span.end()).equals(month)) {
                    spans.add(span);
                }
            }
            return spans;
        }

        /** The span in which a day lies. */
        public Span containing(LocalDate day) {
            LocalDate from = switch (this) {
                case DAY -> day;
                case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                case MONTH -> day.withDayOfMonth(1);
            };
            String name = switch (this) {
                case DAY -> day.toString();
                case WEEK ->
                    String.format(
                            Locale.ROOT,
                            "%d-W%02d",
                            day.get(IsoFields.WEEK_BASED_YEAR),
                            day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
                case MONTH ->
                    Period.of(day.atStartOfDay().toInstant(ZoneOffset.UTC)).toString();
            };
            return new Span(name, from, next.apply(from));
        }
    }

    /** First instant after the span. */
    public Instant end() {
        return until.atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    /** The calendar month whose budget pays for the span's figures. */
    public Period paidIn() {
        return Period.of(end());
    }

    /** The week so many weeks before this one. */
    Span weeksBefore(int weeks) {
        return Length.WEEK.containing(from.minusWeeks(weeks));
    }
}
