package org.sealedjoin.products.usage;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@link CountUsage} counts, said again person by person with nothing but loops. */
final class SlowUsage {
    private final int maxMessages;
    private final Set<String> regions;
    private final Map<String, Long> cells = new HashMap<>();

    SlowUsage(int maxMessages, Set<String> regions) {
        this.maxMessages = maxMessages;
        this.regions = regions;
    }

    /**
     * One person who agreed.
     *
     * @param sent messages by day, all rows of a day together
     * @param social days on which the linked account was active; null without a link
     */
    record Person(String region, LocalDate joined, Map<LocalDate, Long> sent, Set<LocalDate> social) {}

    /** Cells by measure, span, part and region, apart by spaces; none that are empty. */
    Map<String, Long> count(List<Person> people, List<Block> blocks) {
        for (Person person : people) {
            for (Block block : blocks) {
                person(person, block);
            }
        }
        return cells;
    }

    private void person(Person person, Block block) {
        long days = 0;
        long messages = 0;
        boolean onSocial = false;
        for (LocalDate day = block.span().from(); day.isBefore(block.span().until()); day = day.plusDays(1)) {
            long sent = person.sent.getOrDefault(day, 0L);
            if (sent > 0) {
                days++;
                messages += Math.min(sent, maxMessages);
            }
            onSocial |= person.social != null && person.social.contains(day);
        }
        switch (block.measure()) {
            case DAILY, WEEKLY, MONTHLY -> {
                if (days > 0) {
                    add(block, "active", person, 1);
                }
            }
            case MESSAGES -> add(block, "messages", person, messages);
            case BOTH -> {
                if (person.social != null && (days > 0 || onSocial)) {
                    add(block, days > 0 && onSocial ? "both" : "one", person, 1);
                }
            }
            case RETENTION -> {
                LocalDate monday = person.joined.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                long weeks = ChronoUnit.WEEKS.between(monday, block.span().from());
                if (Set.of(1L, 2L, 4L, 8L).contains(weeks)) {
                    add(block, (days > 0 ? "returned_" : "gone_") + weeks, person, 1);
                }
            }
        }
    }

    private void add(Block block, String part, Person person, long value) {
        if (value > 0) {
            String cell = block.measure().name() + " " + block.span().name() + " " + part + " ";
            cells.merge(cell + (regions.contains(person.region) ? person.region : "rest"), value, Long::sum);
            cells.merge(cell + "all", value, Long::sum);
        }
    }
}
