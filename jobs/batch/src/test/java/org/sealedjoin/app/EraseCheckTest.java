package org.sealedjoin.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.release.ReceiptKeyStore;
import org.sealedjoin.token.ReceiptKey;

/** Looking for receipts. Starts no Spark. */
class EraseCheckTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private String provider() {
        return "localjceks://file" + folder.resolve("receipts.jceks");
    }

    @BeforeEach
    void userSevenWasErased() throws IOException {
        byte[] bytes = ReceiptKeyStore.open(provider(), new Configuration()).keyOrNew(ReceiptKey.BYTES, RANDOM);
        try (var key = new ReceiptKey(bytes, RANDOM)) {
            Files.createDirectories(folder.resolve("out/receipts"));
            Files.writeString(folder.resolve("out/receipts/20261126T100000Z-00000001.json"), """
                    {"receipt": "20261126T100000Z-00000001", "erased_at": "2026-11-26T10:00:00Z", "key_id": "%s",
                     "people": [{"platform": "messaging", "digest": "%s"}],
                     "runs": [{"was": "20261125T000000Z-00000001", "now": "20261125T000000Z-00000002"}]}
                    """.formatted(
                            key.id(), key.digest("messaging", 7)));
        }
    }

    private int check(String platform, String subject, String keys) {
        var context = new Context(
                Clock.systemUTC(), RANDOM, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
        return SealedJoin.run(
                context,
                "erase",
                "--check",
                "--output",
                folder.resolve("out").toString(),
                "--platform",
                platform,
                "--subject",
                subject,
                "--set",
                "release.receipt-key-provider=" + keys);
    }

    @Test
    void check_whoWasErased_namesReceiptAndInstant() {
        assertThat(check("messaging", "7", provider())).isZero();
        assertThat(out.toString(UTF_8))
                .isEqualTo("Erased at 2026-11-26T10:00:00Z from 1 runs: receipt 20261126T100000Z-00000001\n");
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void check_anybodyElse_findsNone() {
        assertThat(check("social", "7", provider())).isEqualTo(2);
        assertThat(err.toString(UTF_8)).isEqualTo("Cannot find a receipt for 1 of 1 people\n");
    }

    @Test
    void check_withoutTheKey_saysWhatIsNeeded() {
        assertThat(check("messaging", "7", "localjceks://file" + folder.resolve("other.jceks")))
                .isEqualTo(2);
        assertThat(err.toString(UTF_8))
                .isEqualTo(
                        "Cannot check: there is no key of receipts (need release.receipt-key-provider of the erasure)\n");
    }

    @Test
    void check_damagedReceipt_isNotPassedOver() throws IOException {
        Files.writeString(folder.resolve("out/receipts/20261126T110000Z-00000001.json"), "{}");
        assertThat(check("messaging", "7", provider())).isEqualTo(5);
        assertThat(err.toString(UTF_8))
                .startsWith("Cannot read the receipts of erasures: one is damaged or unreadable");
    }
}
