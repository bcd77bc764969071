package org.sealedjoin.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealedjoin.app.InProcess;
import org.sealedjoin.app.InProcess.Ended;
import org.sealedjoin.testing.TinyInput;

/** The command {@code verify}: its status, its lines, and what it makes of an input that changed. */
class VerifyRunTest {
    @TempDir
    Path folder;

    private Ended verify(String... more) {
        var args = new java.util.ArrayList<>(java.util.List.of(
                "verify",
                "--input",
                folder.resolve("in").toString(),
                "--output",
                folder.resolve("out").toString()));
        args.addAll(java.util.List.of(more));
        return InProcess.run(args.toArray(String[]::new));
    }

    /** One story over one run, since making and reading a run is what costs time. */
    @Test
    void verify_goodRunThenChangedInputThenCorruptCurrent_endsAsItShould() throws IOException {
        Path input = TinyInput.write(folder.resolve("in"));
        var made = InProcess.tiny("nightly", input, folder.resolve("out"), TinyInput.AS_OF);
        assertThat(made.status()).as(made.err()).isZero();

        Ended good = verify();
        assertThat(good.status()).as(good.err() + good.out()).isZero();
        assertThat(good.said()).isEmpty();
        assertThat(good.out())
                .contains(
                        "ok      guarantee 4   internal/account_links: links that not both sides agreed to: 0 (limit 0)\n")
                .doesNotContain("REFUSED")
                .doesNotContain("warning")
                .doesNotContain("201555");

        // Somebody's denial was recorded before the run, and the run did not honor it.
        Path events = input.resolve("consent_events/part-0.csv");
        Files.writeString(
                events,
                Files.readString(events)
                        + "late,social,104,friends,deny,2016-08,2016-09-02T10:00:00Z,2016-09-02T10:00:00Z\n");
        Ended changed = verify();
        assertThat(changed.status()).isEqualTo(4);
        assertThat(changed.out())
                .contains("warning: 1 input tables have other files than when the run read them")
                .contains(
                        "REFUSED guarantee 4   internal/account_links: links that not both sides agreed to: 1 (limit 0)\n")
                .contains(
                        "REFUSED guarantee 4   products/friend_suggestions: suggestions of which not both sides agreed")
                .contains(
                        "REFUSED guarantee 4   internal/contact_edges: edges of which an end is not linked and agreed: 2");
        assertThat(changed.said()).hasSize(1);
        assertThat(changed.said().get(0))
                .startsWith(
                        "Cannot vouch for the run: internal/account_links: links that not both sides agreed to: 1 found"
                                + " (limit 0, guarantee 4); checks that failed besides: ");

        Files.writeString(folder.resolve("out/CURRENT"), "20161015T000000Z-00000000\n");
        Ended lost = verify();
        assertThat(lost.status()).isEqualTo(4);
        assertThat(lost.said())
                .containsExactly("Cannot vouch for the output folder: CURRENT: not the id of a finished run and a line"
                        + " break: 1 found (limit 0, guarantee 9)");
        assertThat(verify("--run", "20161015T000000Z-00000000").status()).isEqualTo(2);
        assertThat(verify("--run", "../in").status()).isEqualTo(2);
    }
}
