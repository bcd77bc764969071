package org.sealedjoin.table;

import java.util.Optional;
import org.apache.parquet.crypto.ParquetCryptoRuntimeException;
import org.apache.spark.sql.SparkSession;
import org.sealedjoin.base.EnvironmentFailure;

/** Tells a missing or wrong key from a damaged file. */
final class EncryptionFault {
    private EncryptionFault() {}

    /** What to say of {@code fault} if Parquet's encryption caused it. */
    static Optional<RuntimeException> of(Throwable fault, Table table, SparkSession spark) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            // What an executor threw may come here as text only, in the message of the job's failure.
            if (cause instanceof ParquetCryptoRuntimeException
                    || String.valueOf(cause.getMessage()).contains("org.apache.parquet.crypto.")) {
                return Optional.of(new EnvironmentFailure("Cannot read " + table.name() + ": "
                        + (spark.conf().contains(KeyProviderKmsClient.PROVIDER)
                                ? "the key provider has not the keys it was encrypted under (check encryption.key-provider,"
                                        + " its keys and your rights to them)"
                                : "it is encrypted (need encryption.key-provider)")));
            }
        }
        return Optional.empty();
    }
}
