package org.sealedjoin.verify;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.table.InputTables;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.RunTables;
import org.sealedjoin.table.SinkTable;

/** Guarantees 4 and 10 in all tables of a run together: whoever stands in one agrees to what the table is for. */
final class CheckAgreed implements AutoCloseable {
    private static final String AGREED = "agreed";

    private static final Column SOCIAL = lit(Platform.SOCIAL.word());
    private static final Column MESSAGING = lit(Platform.MESSAGING.word());
    private static final Column OF_ROW = col("purpose");

    /** A column that names people, with what the row says of their platform and of the purpose that it is for. */
    private record Place(SinkTable sink, String id, Column platform, Column purpose) {}

    private static final List<Place> PLACES = List.of(
            new Place(Outputs.ACCOUNT_LINKS, "user_id", MESSAGING, OF_ROW),
            new Place(Outputs.ACCOUNT_LINKS, "account_id", SOCIAL, OF_ROW),
            new Place(Outputs.CONTACT_EDGES, "account_id", SOCIAL, OF_ROW),
            new Place(Outputs.CONTACT_EDGES, "contact_account_id", SOCIAL, OF_ROW),
            new Place(Outputs.FRIEND_SUGGESTIONS, "account_id", SOCIAL, all(Purpose.FRIENDS)),
            new Place(Outputs.FRIEND_SUGGESTIONS, "suggested_account_id", SOCIAL, all(Purpose.FRIENDS)),
            new Place(Outputs.AUDIENCE_MEMBERS, "account_id", SOCIAL, all(Purpose.ADS)),
            new Place(Outputs.ABUSE_SIGNALS, "subject_id", col("platform"), all(Purpose.SAFETY)),
            new Place(Outputs.BUSINESS_ELIGIBILITY, "user_id", MESSAGING, all(Purpose.BUSINESS_MESSAGES)));

    private final Kept yes;

    CheckAgreed(RunFacts facts, InputTables input) {
        yes = new Kept(new ReadConsent(facts).apply(input));
    }

    List<Verdict> check(RunTables run) {
        var verdicts = new ArrayList<Verdict>();
        for (Place place : PLACES) {
            if (run.has(place.sink())) {
                verdicts.addAll(new Broken(place.sink())
                        .rule(4, place.id() + " of people who do not agree", not(col(AGREED)))
                        .in(marked(run.rows(place.sink()), place)));
            }
        }
        return verdicts;
    }

    private Dataset<Row> marked(Dataset<Row> found, Place place) {
        Dataset<Row> rows = found.select(
                place.platform().as("platform"),
                col(place.id()),
                place.purpose().as("purpose"));
        Dataset<Row> agreed = yes.rows().withColumnRenamed("subject_id", place.id());
        return Mark.among(rows, AGREED, agreed, "platform", place.id(), "purpose");
    }

    private static Column all(Purpose purpose) {
        return lit(purpose.word());
    }

    @Override
    public void close() {
        yes.close();
    }
}
