package org.sealedjoin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealedjoin.base.EnvironmentFailure;
import org.sealedjoin.testing.LocalSpark;
import org.sealedjoin.token.RunKeyPlugin;

/** Attacks on the list: every setting that would open a hole, given by whoever starts a run. */
class RequiredSettingsTest {
    private static SparkConf cluster(String... more) {
        var conf = new SparkConf(false)
                .set("spark.master", "spark://host:7077")
                .set("spark.authenticate", "true")
                .set("spark.network.crypto.enabled", "true");
        for (int i = 0; i < more.length; i += 2) {
            conf.set(more[i], more[i + 1]);
        }
        return conf;
    }

    @Test
    void requireSafe_protectedCluster_passes() {
        RequiredSettings.requireSafe(cluster(), true);
        RequiredSettings.requireSafe(
                cluster("spark.network.crypto.enabled", "false", "spark.ssl.rpc.enabled", "true"), true);
        RequiredSettings.requireSafe(cluster("spark.ui.view.acls", "ann,ben"), true);
    }

    /** In cluster mode a standalone worker takes the secret out of the settings; without it no driver would start. */
    @Test
    void withSecret_driverStartedByWorker_takesItFromTheEnvironment() {
        Map<String, String> environment = Map.of("_SPARK_AUTH_SECRET", "handed");

        assertThat(OpenSession.withSecret(cluster(), environment).get("spark.authenticate.secret"))
                .isEqualTo("handed");
        assertThat(OpenSession.withSecret(cluster("spark.authenticate.secret", "given"), environment)
                        .get("spark.authenticate.secret"))
                .isEqualTo("given");
        assertThat(OpenSession.withSecret(cluster(), Map.of()).contains("spark.authenticate.secret"))
                .isFalse();
        assertThat(OpenSession.withSecret(new SparkConf(false).set("spark.master", "yarn"), environment)
                        .contains("spark.authenticate.secret"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"spark.authenticate", "spark.network.crypto.enabled"})
    void requireSafe_clusterWithoutNetworkProtection_isRefused(String key) {
        assertThatThrownBy(() -> RequiredSettings.requireSafe(cluster().remove(key), true))
                .isInstanceOf(EnvironmentFailure.class)
                .hasMessage(
                        "Cannot run on this cluster: tokens would cross the network in clear (need spark.authenticate=true and"
                                + " spark.network.crypto.enabled=true)");
        RequiredSettings.requireSafe(cluster().remove(key), false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spark.io.encryption.enabled|false|false is not safe (need true): shuffles, spills and broadcasts hold tokens on"
                        + " local disks",
                "spark.acls.enable|false|false is not safe (need true, or spark.ui.enabled=false): failures of tasks in the user"
                        + " interface may quote rows",
                "spark.ui.view.acls|ann,*|ann,* is not safe (need names, not *): who may look at the user interface",
                "spark.ui.view.acls.groups|*|* is not safe (need names, not *): who may look at the user interface",
                "spark.redaction.regex|nothing|nothing is not safe (need a pattern that covers secret, password, token and"
                        + " access.key): settings are shown in the user interface and the event log",
                "spark.sql.redaction.string.regex|(|( is not safe (need a pattern that covers numbers of seven digits or more, and"
                        + " hashes): what plans and explanations quote",
                "spark.executor.extraJavaOptions|-Xss4m -XX:+HeapDumpOnOutOfMemoryError|its value is not safe (need no"
                        + " -XX:+HeapDump options): a heap that is written to a file holds numbers, tokens and the run key"
            })
    void requireSafe_holeOnCluster_isRefusedByName(String key, String value, String line) {
        assertThatThrownBy(() -> RequiredSettings.requireSafe(cluster(key, value), true))
                .isInstanceOf(EnvironmentFailure.class)
                .hasMessage("Cannot run with setting " + key + ": " + line);
    }

    @ParameterizedTest
    @CsvSource({
        "spark.driver.extraJavaOptions,-XX:+HeapDumpOnOutOfMemoryError",
        "spark.executor.defaultJavaOptions,-XX:+HeapDumpBeforeFullGC",
        "spark.sql.redaction.options.regex,nothing"
    })
    void requireSafe_holeInLocalMode_isRefusedToo(String key, String value) {
        var conf = new SparkConf(false).set("spark.master", "local[2]").set(key, value);
        assertThatThrownBy(() -> RequiredSettings.requireSafe(conf, false))
                .isInstanceOf(EnvironmentFailure.class)
                .hasMessageStartingWith("Cannot run with setting " + key + ": ");
    }

    @Test
    void toSet_localMode_turnsDiskEncryptionOnWhateverWasGiven() {
        var conf = new SparkConf(false).set("spark.master", "local").set("spark.io.encryption.enabled", "false");
        RequiredSettings.requireSafe(conf, false);
        assertThat(RequiredSettings.toSet(conf, false))
                .containsEntry("spark.io.encryption.enabled", "true")
                .containsEntry("spark.io.encryption.keySizeBits", "256")
                .containsEntry("spark.sql.maxPlanStringLength", "0")
                .containsEntry("spark.plugins", RunKeyPlugin.class.getName())
                .doesNotContainKey("spark.acls.enable");
    }

    @Test
    void toSet_cluster_turnsListsOfReadersOn() {
        assertThat(RequiredSettings.toSet(cluster(), true)).containsEntry("spark.acls.enable", "true");
    }

    @Test
    void toSet_pluginsOfOthers_stayBesideOurs() {
        assertThat(RequiredSettings.toSet(cluster("spark.plugins", "org.example.Other"), true))
                .containsEntry("spark.plugins", "org.example.Other," + RunKeyPlugin.class.getName());
    }

    @Test
    void toSet_patternOfOthersThatIsEnough_stays() {
        String own = "(?i)secret|password|token|access[.]key|colour";
        var conf = cluster("spark.redaction.regex", own);
        RequiredSettings.requireSafe(conf, true);
        assertThat(RequiredSettings.toSet(conf, true)).doesNotContainKey("spark.redaction.regex");
    }

    @Test
    void toSet_patternOfNumbers_coversHowPeopleWriteThem() {
        Map<String, String> set = RequiredSettings.toSet(cluster(), true);
        var pattern = Pattern.compile(set.get("spark.sql.redaction.string.regex"));
        for (String number : new String[] {"+1 (201) 555-0123", "0049 30 1234567", "12015550123", "ab".repeat(32)}) {
            assertThat(pattern.matcher("phone = " + number + " and more").replaceAll("x"))
                    .isEqualTo("phone = x and more");
        }
    }

    /** A plan with a number in a literal, which no stage makes, explained under the settings in force and without them. */
    @Test
    void toSet_planWithLiteral_isNotQuotedInItsText() {
        SparkSession spark = LocalSpark.session().newSession();
        String query = "select id from range(3) where cast(id as string) = '+12015550123'";
        assertThat(spark.sql(query).queryExecution().toString()).contains("+12015550123");
        RequiredSettings.toSet(cluster(), true).forEach((key, value) -> {
            if (key.equals("spark.sql.maxPlanStringLength")) {
                spark.conf().set(key, value);
            }
        });
        // Plans are printed by the settings of the thread's session, whichever made them.
        SparkSession.setActiveSession(spark);
        try {
            assertThat(spark.sql(query).queryExecution().toString()).doesNotContain("2015550123");
        } finally {
            SparkSession.setActiveSession(LocalSpark.session());
        }
    }
}
