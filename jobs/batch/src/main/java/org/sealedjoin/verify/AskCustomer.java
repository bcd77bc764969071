package org.sealedjoin.verify;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF3;
import org.jspecify.annotations.Nullable;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Everything that one person chose about businesses, and whether a business may send the person a kind of message: docs/business.md read a
 * second time.
 *
 * <p>Arguments: business, category, choices as {@code business_id, category, choice, at} with the instant in microseconds since 1970. Gives
 * one of the words below.
 */
record AskCustomer(long asOf, long executedAt) implements UDF3<Long, String, @Nullable Seq<Row>, String> {
    static final String MAY = "may";
    static final String STOPPED = "stopped";
    static final String NOT_ASKED = "not_asked";

    AskCustomer(RunFacts facts) {
        this(micros(facts.asOf()), micros(facts.executedAt()));
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    /** One choice. A business or kind that it does not name is any. */
    private record Choice(@Nullable Long business, @Nullable String kind, boolean stop, long at) {
        static Choice of(Row row) {
            String kind = row.getString(1);
            return new Choice(
                    row.isNullAt(0) ? null : row.getLong(0),
                    kind.equals("all") ? null : kind,
                    row.getString(2).equals("stop"),
                    row.getLong(3));
        }

        boolean isAbout(Long someBusiness, String someKind) {
            return (business == null || business.equals(someBusiness)) && (kind == null || kind.equals(someKind));
        }

        /** Of two choices about one message: whether this one speaks of everything that the other speaks of. */
        boolean coversWhat(Choice other) {
            return (business == null || other.business != null) && (kind == null || other.kind != null);
        }

        boolean takesBack(Choice earlier) {
            return !stop && at > earlier.at && earlier.coversWhat(this);
        }
    }

    @Override
    public String call(Long business, String category, @Nullable Seq<Row> told) {
        List<Choice> choices = told == null
                ? List.of()
                : CollectionConverters.asJava(told).stream()
                        .map(Choice::of)
                        .filter(choice -> choice.at <= (choice.stop ? executedAt : asOf))
                        .filter(choice -> choice.isAbout(business, category))
                        .toList();
        List<Choice> stops = choices.stream().filter(Choice::stop).toList();
        if (stops.stream().anyMatch(stop -> choices.stream().noneMatch(choice -> choice.takesBack(stop)))) {
            return STOPPED;
        }
        boolean asked = choices.stream()
                .filter(choice -> !choice.stop && choice.kind != null)
                .anyMatch(allow -> stops.stream().allMatch(stop -> stop.at < allow.at));
        return asked || !category.equals("marketing") ? MAY : NOT_ASKED;
    }
}
