package org.sealedjoin.products.business;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.sealedjoin.base.Platform;
import org.sealedjoin.base.Purpose;
import org.sealedjoin.consent.FilterConsented;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.testing.LocalSpark;

/** Rows for the stages of business messages, and what the stages make of them. */
public final class BusinessRows {
    public static final Instant AS_OF = Instant.parse("2026-06-10T00:00:00Z");
    public static final Instant EXECUTED_AT = Instant.parse("2026-06-10T03:00:00Z");

    record Business(long id, long owner) {}

    record Customer(long business, long user, Instant since) {}

    /** A choice about a business, or about every one if that is null. */
    record Choice(long user, Long business, String category, String choice, Instant at) {}

    record Send(long business, long user, String category, Instant at) {}

    /** A yes to business messages of the user or account {@code subject}. */
    record Yes(Platform platform, long subject) {}

    final List<Business> businesses = new ArrayList<>();
    final List<Customer> customers = new ArrayList<>();
    final List<Choice> choices = new ArrayList<>();
    final List<Send> sends = new ArrayList<>();
    final List<Yes> yeses = new ArrayList<>();

    public void business(long id, long owner) {
        businesses.add(new Business(id, owner));
    }

    public void customer(long business, long user) {
        customers.add(new Customer(business, user, AS_OF));
    }

    public void agrees(long user) {
        yeses.add(new Yes(Platform.MESSAGING, user));
    }

    public void choose(long user, Long business, String category, String choice, Instant at) {
        choices.add(new Choice(user, business, category, choice, at));
    }

    public void send(long business, long user, String category, Instant at) {
        sends.add(new Send(business, user, category, at));
    }

    void addAll(BusinessRows other) {
        businesses.addAll(other.businesses);
        customers.addAll(other.customers);
        choices.addAll(other.choices);
        sends.addAll(other.sends);
        yeses.addAll(other.yeses);
    }

    /** {@code business category user} of everything that may be sent, sorted. */
    public List<String> eligible(int marketingPerWeek, Instant asOf) {
        Dataset<Row> allowed = rows(
                yeses.stream()
                        .map(yes -> RowFactory.create(yes.platform().word(), yes.subject(), true, false))
                        .toList(),
                "platform STRING, subject_id LONG, business_messages BOOLEAN, ads BOOLEAN");
        Dataset<Row> permitted = new PermitMessages(Inputs.MESSAGE_CATEGORIES, asOf, asOf.plusSeconds(3 * 3600))
                .apply(businesses(), agreed(customers(), allowed), agreed(choices(), allowed))
                .localCheckpoint();
        Dataset<Row> marketing = new ShareMarketing(new BusinessPolicy(marketingPerWeek, 1), asOf)
                .apply(permitted, businesses(), agreed(sends(), allowed));
        return permitted
                .filter(functions.col("category").notEqual("marketing"))
                .select("business_id", "category", "user_id")
                .union(marketing)
                .collectAsList()
                .stream()
                .map(row -> row.getLong(0) + " " + row.getString(1) + " " + row.getLong(2))
                .sorted()
                .toList();
    }

    private static Dataset<Row> agreed(Dataset<Row> rows, Dataset<Row> allowed) {
        return new FilterConsented(Platform.MESSAGING, Purpose.BUSINESS_MESSAGES).apply(rows, "user_id", allowed);
    }

    private Dataset<Row> businesses() {
        return rows(
                businesses.stream()
                        .map(each -> RowFactory.create(each.id(), each.owner()))
                        .toList(),
                "business_id LONG, owner_id LONG");
    }

    private Dataset<Row> customers() {
        return rows(
                customers.stream()
                        .map(each -> RowFactory.create(each.business(), each.user(), each.since()))
                        .toList(),
                "business_id LONG, user_id LONG, since TIMESTAMP");
    }

    private Dataset<Row> choices() {
        return rows(
                choices.stream()
                        .map(each -> RowFactory.create(
                                each.user(), each.business(), each.category(), each.choice(), each.at()))
                        .toList(),
                "user_id LONG, business_id LONG, category STRING, choice STRING, at TIMESTAMP");
    }

    private Dataset<Row> sends() {
        return rows(
                sends.stream()
                        .map(each -> RowFactory.create(each.business(), each.user(), each.category(), each.at()))
                        .toList(),
                "business_id LONG, user_id LONG, category STRING, sent_at TIMESTAMP");
    }

    private static Dataset<Row> rows(List<Row> rows, String schema) {
        return LocalSpark.session().createDataFrame(rows, StructType.fromDDL(schema));
    }
}
