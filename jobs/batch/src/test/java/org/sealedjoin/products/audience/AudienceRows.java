package org.sealedjoin.products.audience;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.sealedjoin.testing.LocalSpark;

/** Rows for the audience stages. */
final class AudienceRows {
    static final Instant AS_OF = Instant.parse("2026-06-01T00:00:00Z");

    /** A row an advertiser sent; {@code account} is whom it matched, or null. */
    record Upload(long audience, String session, int batch, boolean last, String op, Instant at, Long account) {}

    private final List<Upload> uploads = new ArrayList<>();
    private final List<Row> audiences = new ArrayList<>();
    private final List<Row> advertisers = new ArrayList<>();
    private long maxRowsPerDay = 1_000_000;
    private final List<Row> preferences = new ArrayList<>();

    void upload(Upload upload) {
        uploads.add(upload);
    }

    void audience(long id, long advertiser, int retentionDays) {
        audiences.add(RowFactory.create(id, advertiser, retentionDays));
    }

    void advertiser(long id, String status) {
        advertisers.add(RowFactory.create(id, status));
    }

    void prefers(long account, long advertiser, String choice, Instant at) {
        preferences.add(RowFactory.create(account, advertiser, choice, at));
    }

    Dataset<Row> uploads() {
        return rows(
                uploads.stream()
                        .map(row -> RowFactory.create(
                                row.audience(), row.session(), row.batch(), row.last(), row.op(), row.at()))
                        .toList(),
                "audience_id LONG, session_id STRING, batch_seq INT, last_batch BOOLEAN, op STRING,"
                        + " uploaded_at TIMESTAMP");
    }

    Dataset<Row> sessions() {
        return new OrderSessions(new AudiencePolicy(100, maxRowsPerDay), AS_OF).apply(uploads(), audiences());
    }

    void quota(long rowsPerDay) {
        maxRowsPerDay = rowsPerDay;
    }

    Dataset<Row> audiences() {
        return rows(audiences, "audience_id LONG, advertiser_id LONG, retention_days INT");
    }

    Dataset<Row> advertisers() {
        return rows(advertisers, "advertiser_id LONG, status STRING");
    }

    /** {@code audience account} of everybody who is in. */
    List<String> members() {
        Dataset<Row> matches = rows(
                uploads.stream()
                        .filter(row -> row.account() != null && !row.at().isAfter(AS_OF))
                        .map(row -> RowFactory.create(
                                row.audience(), row.session(), row.batch(), row.op(), row.at(), row.account()))
                        .toList(),
                "audience_id LONG, session_id STRING, batch_seq INT, op STRING, uploaded_at TIMESTAMP, account_id LONG");
        return new FindMembers()
                        .apply(
                                matches,
                                sessions(),
                                audiences(),
                                advertisers(),
                                rows(preferences, "account_id LONG, advertiser_id LONG, choice STRING, at TIMESTAMP"))
                        .collectAsList()
                        .stream()
                        .map(row -> row.getLong(0) + " " + row.getLong(1))
                        .sorted()
                        .toList();
    }

    static Dataset<Row> rows(List<Row> rows, String schema) {
        return LocalSpark.session().createDataFrame(rows, StructType.fromDDL(schema));
    }
}
