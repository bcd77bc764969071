package org.sealedjoin.privacy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.sealedjoin.base.GuaranteeFailure;

/** A calendar month in UTC: how long a figure stays as it is, and after which budgets begin anew. */
public record Period(YearMonth month) implements Comparable<Period> {
    public static Period of(Instant instant) {
        return new Period(YearMonth.from(instant.atOffset(ZoneOffset.UTC)));
    }

    /**
     * The period of a ledger's row, as {@link #toString} wrote it.
     *
     * @throws GuaranteeFailure if it is none
     */
    public static Period parse(String text) {
        try {
            return new Period(YearMonth.parse(text));
        } catch (DateTimeException e) {
            throw new GuaranteeFailure("Cannot read a period of the budget ledger: it is no year and month");
        }
    }

    /** First instant of the period. */
    public Instant start() {
        return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** First instant after the period. */
    public Instant end() {
        return new Period(month.plusMonths(1)).start();
    }

    @Override
    public int compareTo(Period other) {
        return month.compareTo(other.month);
    }

    /** For example {@code 2026-11}. */
    @Override
    public String toString() {
        return month.toString();
    }
}
