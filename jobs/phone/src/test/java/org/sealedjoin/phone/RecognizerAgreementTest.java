package org.sealedjoin.phone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.sealedjoin.phone.WrittenNumbers.Form;
import org.sealedjoin.phone.WrittenNumbers.Written;

/** The tables against libphonenumber: the same number, or the same reason, for every text that they do not leave over. */
class RecognizerAgreementTest {
    private static final int TEXTS_A_SEED = 500;
    private static final long SEEDS = "all".equals(System.getProperty("test.cases")) ? 40_000 : 400;

    private final LibraryNormalizer library = new LibraryNormalizer();
    private final Map<Form, LongAdder> texts = counters();
    private final Map<Form, LongAdder> leftOver = counters();
    private final Queue<String> disagreements = new ConcurrentLinkedQueue<>();

    @Test
    void recognize_seededTexts_agreesWithLibrary(TestReporter reporter) {
        LongStream.range(0, SEEDS).parallel().forEach(this::compare);

        texts.forEach((form, count) ->
                reporter.publishEntry(form.name(), "%d texts, %.4f left over".formatted(count.sum(), share(form))));
        assertThat(disagreements).isEmpty();
        assertThat(texts.values().stream().mapToLong(LongAdder::sum).sum()).isEqualTo(SEEDS * TEXTS_A_SEED);
        // What the tables are for; the texts are of all kinds of numbers, most of them rarer than what people write
        // down.
        for (Form common :
                List.of(Form.E164, Form.PLUS_SEPARATED, Form.LINK, Form.NATIONAL_TRUNK, Form.NATIONAL_SEPARATED)) {
            assertThat(share(common)).as("%s", common).isLessThan(0.4);
        }
    }

    private void compare(long seed) {
        var recognizer = new Recognizer();
        var numbers = new WrittenNumbers(seed);
        for (int i = 0; i < TEXTS_A_SEED; i++) {
            Written written = numbers.next();
            texts.get(written.form()).increment();
            byte[] text = written.text().getBytes(UTF_8);
            int outcome = recognizer.recognize(text, text.length, Regions.key(written.region()));
            if (outcome == Recognizer.LEFT_OVER) {
                leftOver.get(written.form()).increment();
            } else if (disagreements.size() < 50
                    && !recognizer.normalization(outcome).equals(library.normalize(written.text(), written.region()))) {
                disagreements.add("seed " + seed + ", text " + i + ", " + written + ": "
                        + PhoneNormalizerTest.outcome(recognizer.normalization(outcome)) + " for "
                        + PhoneNormalizerTest.outcome(library.normalize(written.text(), written.region())));
            }
        }
    }

    private double share(Form form) {
        return (double) leftOver.get(form).sum() / Math.max(1, texts.get(form).sum());
    }

    private static Map<Form, LongAdder> counters() {
        Map<Form, LongAdder> counters = new EnumMap<>(Form.class);
        for (Form form : Form.values()) {
            counters.put(form, new LongAdder());
        }
        return counters;
    }
}
