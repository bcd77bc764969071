package org.sealedjoin.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.base.GuaranteeFailure;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.testing.LocalSpark;

/** What a guarantee refuses before anything is written, with status 4. No input can bring a run there, so the door is tried from inside. */
class RefusedReleaseTest {
    private static Dataset<Row> sql(String query) {
        return LocalSpark.session().sql(query);
    }

    @Test
    void write_columnMore_isRefusedBeforeAnythingIsWritten(@TempDir Path folder) {
        try (OutputFolder output = OutputFolder.open(
                folder.toString(), LocalSpark.session().sessionState().newHadoopConf())) {
            StagedRun staged = output.stage(RunId.of(Instant.EPOCH, new SecureRandom()));
            var failure = catchThrowableOfType(
                    GuaranteeFailure.class,
                    () -> staged.write(
                            Outputs.AUDIENCE_MEMBERS,
                            sql("select 1L audience_id, 2L account_id, '+12015550123' phone")));
            assertThat(failure.exitStatus()).isEqualTo(4);
            assertThat(failure.line())
                    .isEqualTo("Cannot release products/audience_members: its columns are audience_id long,"
                            + " account_id long, phone string (declared: audience_id long, account_id long)");
            assertThat(folder.resolve(".staging/" + staged.id() + "/products")).doesNotExist();
        }
    }
}
