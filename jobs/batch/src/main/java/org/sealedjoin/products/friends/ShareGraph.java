package org.sealedjoin.products.friends;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.guard.Exit;
import org.sealedjoin.guard.FlowGuard;
import org.sealedjoin.table.Outputs;

/**
 * Hands who is connected to whom to every task as arrays of numbers, so that no path is ever sent anywhere. Ids of people who agreed to
 * friends, nothing else; encrypted wherever Spark sends or writes them; freed by {@link #close}.
 *
 * <p>A stage that collects, as the seal's prefilter does: the flow guard approves what goes to the tasks, and the labels of it
 * must come back with the rows that the tasks make, see {@link #labels}.
 */
final class ShareGraph implements AutoCloseable {
    private static final int VIEWERS_A_TASK = 40_000;
    private static final long PATHS_A_TASK = 4_000_000;

    private final FriendsPolicy policy;
    private final List<Broadcast<?>> sent = new ArrayList<>();

    ShareGraph(FriendsPolicy policy) {
        this.policy = policy;
    }

    /**
     * A graph in the hands of tasks.
     *
     * @param tasks among how many the work of all viewers is best divided
     */
    record Shared(Broadcast<People> people, Broadcast<Ties> ties, int tasks) implements Serializable {}

    /**
     * The graph.
     *
     * @param connections {@code account_id, neighbour_id, friend, made, received}
     * @param everybody {@code account_id, adult, discoverable, region}, adult null if the age is unknown
     */
    Shared apply(Dataset<Row> connections, Dataset<Row> everybody) {
        var context =
                JavaSparkContext.fromSparkContext(connections.sparkSession().sparkContext());
        List<Facts> facts =
                collected(everybody.select("account_id", "adult", "discoverable", "region"), new Facts.OfPartition());
        Broadcast<People> people = send(context, Facts.people(facts));
        List<Ties.Ends> ends = collected(
                connections.select(col("account_id"), col("neighbour_id"), kind().as("kind")), new Indexed(people));
        Ties ties = Ties.of(people.value().size(), ends);
        long tasks = 1
                + ties.paths(policy.connectionLimit()) / PATHS_A_TASK
                + people.value().size() / VIEWERS_A_TASK;
        return new Shared(people, send(context, ties), (int) Math.min(tasks, Integer.MAX_VALUE));
    }

    /**
     * No row, but every label of what the tasks know besides their rows. In a union with those it tells the flow guard where the result
     * comes from.
     *
     * @return {@code account_id, removed}
     */
    static Dataset<Row> labels(Dataset<Row> connections) {
        return connections
                .filter(lit(false))
                .select(
                        col("account_id"),
                        when(col("friend").or(col("made")).or(col("received")), col("neighbour_id"))
                                .as("removed"));
    }

    private static Column kind() {
        return when(col("friend"), Neighbour.Tie.FRIEND.ordinal())
                .when(col("made").and(col("received")), Neighbour.Tie.MUTUAL_ENTRY.ordinal())
                .when(col("received"), Neighbour.Tie.ENTRY_BY_NEIGHBOUR.ordinal())
                .otherwise(Neighbour.Tie.ENTRY_BY_PERSON.ordinal());
    }

    private static <T> List<T> collected(Dataset<Row> rows, FlatMapFunction<Iterator<Row>, T> packed) {
        return FlowGuard.of(rows.sparkSession())
                .approve(rows, Outputs.FRIENDS_GRAPH)
                .out(Exit.tasks(), each -> each.javaRDD())
                .mapPartitions(packed)
                .collect();
    }

    private <T> Broadcast<T> send(JavaSparkContext context, T part) {
        Broadcast<T> broadcast = context.broadcast(part);
        sent.add(broadcast);
        return broadcast;
    }

    /** Takes the graph back from all tasks. What they have not computed by now cannot be computed any more. */
    @Override
    public void close() {
        sent.forEach(Broadcast::destroy);
        sent.clear();
    }

    /** Turns ids into places; leaves out connections that have an end who did not agree. */
    private record Indexed(Broadcast<People> people) implements FlatMapFunction<Iterator<Row>, Ties.Ends> {
        @Override
        public Iterator<Ties.Ends> call(Iterator<Row> rows) {
            People places = people.value();
            var ends = new Ties.Ends();
            while (rows.hasNext()) {
                Row row = rows.next();
                int person = places.find(row.getLong(0));
                int neighbour = places.find(row.getLong(1));
                // Nobody who did not agree should come this far; if anybody does, here it ends.
                if (person != People.NOBODY && neighbour != People.NOBODY) {
                    ends.add(person, Ties.end(neighbour, row.getInt(2)));
                }
            }
            return List.of(ends.trimmed()).iterator();
        }
    }
}
