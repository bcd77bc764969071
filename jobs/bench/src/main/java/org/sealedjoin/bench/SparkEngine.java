package org.sealedjoin.bench;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.nio.file.Path;
import java.time.Instant;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;
import org.sealedjoin.phone.Normalization;
import org.sealedjoin.phone.PhoneNormalizer;

/**
 * Spark as a textbook uses it: its default settings, numbers read by libphonenumber in a Java function, hashed by {@code sha2}, tables kept as
 * Parquet files between statements. Nothing is encrypted.
 */
final class SparkEngine implements Engine {
    /** Who reads numbers. */
    enum Reader implements UDF2<String, String, String> {
        /** libphonenumber alone, as a textbook job has it. */
        LIBRARY {
            @Override
            public @Nullable String call(@Nullable String phone, @Nullable String region) {
                PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
                try {
                    PhoneNumber parsed = numbers.parse(phone, region);
                    return numbers.isValidNumber(parsed) ? numbers.format(parsed, PhoneNumberFormat.E164) : null;
                } catch (NumberParseException unreadable) {
                    return null;
                }
            }
        },
        /** Ours: with it the job must give our rows, so every row that differs without it differs by how a number was read. */
        OURS {
            @Override
            public @Nullable String call(@Nullable String phone, @Nullable String region) {
                return phone != null
                                && NORMALIZER.normalize(phone, region == null ? "" : region)
                                        instanceof Normalization.Accepted accepted
                        ? accepted.number().value()
                        : null;
            }
        };

        private static final PhoneNormalizer NORMALIZER = new PhoneNormalizer();
    }

    private final SparkSession spark;
    private final Path work;

    SparkEngine(Reader reader, Path work) {
        this.work = work;
        spark = SparkSession.builder()
                .appName("textbook")
                .config("spark.sql.session.timeZone", "UTC")
                .getOrCreate();
        // Spark would otherwise evaluate the function twice a row: for the token, and to drop rows without one.
        spark.udf()
                .register(
                        "normalize", functions.udf(reader, DataTypes.StringType).asNondeterministic());
    }

    @Override
    public void read(String table, String folder) {
        spark.read().parquet(folder).createOrReplaceTempView(table);
    }

    @Override
    public String instant(Instant instant) {
        return "TIMESTAMP '" + instant + "'";
    }

    @Override
    public String token(String phone, String region) {
        String known = region.equals("NULL") ? "CAST(NULL AS STRING)" : region;
        return "sha2(concat('" + KEY + "', sha2(normalize(" + phone + ", " + known + "), 256)), 256)";
    }

    @Override
    public void view(String name, String query) {
        spark.sql(query).createOrReplaceTempView(name);
    }

    @Override
    public void table(String name, String query) {
        String folder = work.resolve(name).toString();
        output(folder, query);
        read(name, folder);
    }

    /** The files stay until the run is over, as a textbook job leaves them. */
    @Override
    public void drop(String name) {
        spark.catalog().dropTempView(name);
    }

    @Override
    public void output(String folder, String query) {
        spark.sql(query).write().parquet(folder);
    }

    @Override
    public void close() {
        spark.stop();
    }
}
