package org.sealedjoin.generate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A generated world as plain rows, with the truth about who abuses, without Spark. Everybody in it agreed, so that all of it can be measured. */
public record LabelledWorld(Map<String, List<Object[]>> tables, List<Linked> linked) {
    /** The instant of its night. */
    public static final java.time.Instant AS_OF = Story.AS_OF_INSTANT;

    private static final Set<String> NEEDED =
            Set.of("usage_daily", "abuse_reports", "social_friendships", "messaging_users", "social_accounts");

    /** A person of both platforms; {@code changes} of the number in half a year. */
    public record Linked(long user, long account, String role, boolean abusive, int changes, long changedAt) {}

    public static LabelledWorld of(long people, long seed) {
        var world = new World(new GenerationSpec(
                people, 0, GenerationSpec.Forms.E164, GenerationSpec.Numbers.ANY, GenerationSpec.Format.CSV, seed));
        var tables = new HashMap<String, List<Object[]>>();
        for (RowSource source : GenerateTables.sources(world)) {
            if (NEEDED.contains(source.table().name())) {
                tables.put(source.table().name(), rows(source));
            }
        }
        var labels = new HashMap<Long, Object[]>();
        rows(GenerateTables.labels(world)).forEach(row -> labels.put((Long) row[1], row));
        var life = new Life(world);
        var roles = new Roles(world);
        var linked = new ArrayList<Linked>();
        for (long person = 0; person < people; person++) {
            if (world.onBoth(person)
                    && Set.of("active", "banned").contains(life.userStatus(person))
                    && Set.of("active", "disabled").contains(life.accountStatus(person))) {
                Object[] label = labels.get(world.userId(person));
                boolean changed = roles.hasNewNumber(person);
                linked.add(new Linked(
                        world.userId(person),
                        world.accountId(person),
                        label == null ? "ordinary" : (String) label[2],
                        label != null && (Boolean) label[3],
                        changed ? 1 + roles.burners(person) : 0,
                        changed ? life.userVerifiedAt(person) : 0));
            }
        }
        return new LabelledWorld(tables, linked);
    }

    private static List<Object[]> rows(RowSource source) {
        List<Object[]> rows = new ArrayList<>();
        for (long index = 0; index < source.indexes(); index++) {
            source.rows().at(index, rows::add);
        }
        return rows;
    }
}
