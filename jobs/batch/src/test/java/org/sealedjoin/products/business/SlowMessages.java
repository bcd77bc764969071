package org.sealedjoin.products.business;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.sealedjoin.base.Platform;
import org.sealedjoin.products.business.BusinessRows.Choice;
import org.sealedjoin.products.business.BusinessRows.Send;
import org.sealedjoin.table.Inputs;

/** The rules of docs/business.md, sentence by sentence and without Spark. */
final class SlowMessages {
    private final BusinessRows rows;
    private final int marketingPerWeek;

    SlowMessages(BusinessRows rows, int marketingPerWeek) {
        this.rows = rows;
        this.marketingPerWeek = marketingPerWeek;
    }

    List<String> eligible() {
        Set<String> eligible = new TreeSet<>();
        var asked = new HashMap<Long, Set<Long>>();
        for (BusinessRows.Customer customer : rows.customers) {
            if (customer.since().isAfter(BusinessRows.AS_OF)
                    || owner(customer.business()) == null
                    || !rows.yeses.contains(new BusinessRows.Yes(Platform.MESSAGING, customer.user()))) {
                continue;
            }
            for (String category : Inputs.MESSAGE_CATEGORIES) {
                if (stopped(customer.user(), customer.business(), category)) {
                    continue;
                }
                if (!category.equals("marketing")) {
                    eligible.add(row(customer.business(), category, customer.user()));
                } else if (askedFor(customer.user(), customer.business())) {
                    asked.computeIfAbsent(customer.user(), none -> new TreeSet<>())
                            .add(customer.business());
                }
            }
        }
        asked.forEach((user, businesses) ->
                turns(user, businesses).forEach(business -> eligible.add(row(business, "marketing", user))));
        return eligible.stream().sorted().toList();
    }

    private static String row(long business, String category, long user) {
        return business + " " + category + " " + user;
    }

    private Long owner(long business) {
        return rows.businesses.stream()
                .filter(each -> each.id() == business)
                .map(BusinessRows.Business::owner)
                .findFirst()
                .orElse(null);
    }

    private List<Choice> choices(long user, long business, String category, String word) {
        Instant until = word.equals("stop") ? BusinessRows.EXECUTED_AT : BusinessRows.AS_OF;
        return rows.choices.stream()
                .filter(choice -> choice.user() == user && choice.choice().equals(word))
                .filter(choice -> !choice.at().isAfter(until))
                .filter(choice -> choice.business() == null || choice.business() == business)
                .filter(choice -> Set.of(category, "all").contains(choice.category()))
                .toList();
    }

    private boolean stopped(long user, long business, String category) {
        for (Choice stop : choices(user, business, category, "stop")) {
            boolean lifted = false;
            for (Choice allow : choices(user, business, category, "allow")) {
                boolean sameOrFewerBusinesses = stop.business() == null || allow.business() != null;
                boolean sameOrFewerKinds =
                        stop.category().equals("all") || !allow.category().equals("all");
                lifted |=
                        sameOrFewerBusinesses && sameOrFewerKinds && allow.at().isAfter(stop.at());
            }
            if (!lifted) {
                return true;
            }
        }
        return false;
    }

    private boolean askedFor(long user, long business) {
        List<Choice> stops = choices(user, business, "marketing", "stop");
        for (Choice allow : choices(user, business, "marketing", "allow")) {
            if (allow.category().equals("marketing")
                    && stops.stream().allMatch(stop -> stop.at().isBefore(allow.at()))) {
                return true;
            }
        }
        return false;
    }

    /** One message after the other, each to whoever is first in line of the owners that have none yet. */
    private List<Long> turns(long user, Set<Long> businesses) {
        List<Send> week = rows.sends.stream()
                .filter(send -> send.user() == user && send.category().equals("marketing"))
                .filter(send -> !send.at().isAfter(BusinessRows.AS_OF))
                .filter(send -> send.at().isAfter(BusinessRows.AS_OF.minus(Duration.ofDays(7))))
                .toList();
        Map<Long, Long> waiting = new HashMap<>();
        for (long business : businesses) {
            Long owner = owner(business);
            Long other = waiting.get(owner);
            if (other == null || before(user, business, sent(week, business), other, sent(week, other))) {
                waiting.put(owner, business);
            }
        }
        var turns = new ArrayList<Long>();
        for (int left = marketingPerWeek - week.size(); left > 0 && !waiting.isEmpty(); left--) {
            Long first = null;
            for (Long owner : waiting.keySet()) {
                if (first == null || before(user, owner, sentBy(week, owner), first, sentBy(week, first))) {
                    first = owner;
                }
            }
            turns.add(waiting.remove(first));
        }
        return turns;
    }

    private static long sent(List<Send> week, long business) {
        return week.stream().filter(send -> send.business() == business).count();
    }

    private long sentBy(List<Send> week, long owner) {
        return week.stream()
                .filter(send -> Long.valueOf(owner).equals(owner(send.business())))
                .count();
    }

    private static boolean before(long user, long id, long sent, long other, long sentByOther) {
        if (sent != sentByOther) {
            return sent < sentByOther;
        }
        int byLot = Long.compare(lot(user, id), lot(user, other));
        return byLot == 0 ? id < other : byLot < 0;
    }

    private static long lot(long user, long id) {
        long day = BusinessRows.AS_OF.atZone(ZoneOffset.UTC).toLocalDate().toEpochDay();
        return XXH64.hashLong(day, XXH64.hashLong(id, XXH64.hashLong(user, 42)));
    }
}
