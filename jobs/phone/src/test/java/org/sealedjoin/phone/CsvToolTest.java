package org.sealedjoin.phone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From a CSV export to an upload, and what is told of an upload that would match nobody. */
class CsvToolTest {
    /** Ofcom's numbers for drama. */
    private static final List<String> NUMBERS = List.of("+44 7700 900101", "07700 900102", "(07700) 900103");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private int run(String input, String... arguments) {
        return run(input.getBytes(UTF_8), arguments);
    }

    private int run(byte[] input, String... arguments) {
        return new PhoneTool(new ByteArrayInputStream(input), out, new PrintStream(err, true, UTF_8)).run(arguments);
    }

    private static String sha256(String text) {
        return HashedNumber.ofText(text).hex();
    }

    @Test
    void hash_namedColumnOfQuotedCsv_bothFormsReadyToUploadAndCountsOnly() {
        String csv =
                "\uFEFFname,phone,city\r\n\"Doe, J\",+44 7700 900101,\"Bath\nSpa\"\r\n\"A \"\"B\"\"\",hello,X\r\nshort\r\n"
                        + "C," + "a1".repeat(32) + ",Y\r\n";
        assertThat(run(csv, "hash", "--region", "GB", "--form", "both", "--column", "phone"))
                .isZero();
        assertThat(out.toString(UTF_8))
                .isEqualTo("hashed_phone,hash_form\n"
                        + sha256("+447700900101") + ",e164\n"
                        + sha256("447700900101") + ",digits\n");
        assertThat(err.toString(UTF_8)).isEqualTo("hashed 1, refused 3 (empty 1, hashed_already 1, not_a_number 1)\n");
    }

    @Test
    void hash_otherSeparator_isRead() {
        assertThat(run(
                        "a;phone\n1,2;07700 900102\n",
                        "hash",
                        "--region",
                        "GB",
                        "--form",
                        "e164",
                        "--column",
                        "phone",
                        "--separator",
                        ";"))
                .isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("hashed_phone,hash_form\n" + sha256("+447700900102") + ",e164\n");
    }

    @ParameterizedTest
    @CsvSource({
        "'+447700900101,x\n+447700900102,y\n', none of the 2 columns",
        "'phone,phone\n1,2\n', two columns have that name",
        "'name;phone\nA;+447700900101\n', it holds semicolons: give --separator ';'",
        "'name\tphone\nA\t+447700900101\n', it holds tabs: give --separator",
        "'', it is empty",
    })
    void hash_columnThatIsNotThere_isRefusedWithoutRepeatingTheFile(String csv, String why) {
        assertThat(run(csv.replace("\\n", "\n"), "hash", "--region", "GB", "--form", "e164", "--column", "phone"))
                .isEqualTo(3);
        assertThat(out.toString(UTF_8)).isEmpty();
        assertThat(err.toString(UTF_8))
                .startsWith("Cannot read the CSV: ")
                .contains(why)
                .doesNotContain("7700");
    }

    /** What spreadsheets call Unicode text. */
    @ParameterizedTest
    @ValueSource(strings = {"UTF-16BE", "UTF-16LE"})
    void hash_utf16_saysSo(String charset) {
        byte[] csv = "\uFEFFphone\n+447700900101\n".getBytes(java.nio.charset.Charset.forName(charset));
        assertThat(run(csv, "hash", "--region", "GB", "--form", "e164", "--column", "phone"))
                .isEqualTo(3);
        assertThat(out.toString(UTF_8)).isEmpty();
        assertThat(err.toString(UTF_8).strip())
                .isEqualTo("Cannot read the CSV: it is UTF-16 (need UTF-8; save it as CSV UTF-8)");
    }

    @Test
    void hash_bothFormsWithoutColumn_isUsage() {
        assertThat(run("1\n", "hash", "--region", "GB", "--form", "both")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "double_hashed",
        "missing_country",
        "trunk_zero",
        "dialling_prefix",
        "line_end",
        "as_typed",
    })
    void check_mistakeOfAWholeFile_isNamedForEveryRow(String word) throws IOException {
        UnaryOperator<String> made = switch (word) {
            case "double_hashed" -> number -> sha256(sha256(number).toUpperCase(Locale.ROOT));
            case "missing_country" -> number -> sha256(number.substring(3));
            case "trunk_zero" -> number -> sha256("+440" + number.substring(3));
            case "dialling_prefix" -> number -> sha256("00" + number.substring(1));
            case "line_end" -> number -> sha256(number + "\n");
            default -> number -> sha256(NUMBERS.get(number.charAt(number.length() - 1) - '1'));
        };
        String findings = check(made);

        assertThat(findings)
                .contains("hashes: 3 " + word + ": ")
                .contains("Nothing would match")
                .doesNotContain("unexplained");
    }

    @Test
    void check_rightFile_saysSoAndShowsNothingOfIt() throws IOException {
        String findings = check(number -> sha256(number).toUpperCase(Locale.ROOT));

        assertThat(findings)
                .isEqualTo("numbers: readable 3, refused 0\n"
                        + "numbers: 2 are written without a country and were read as dialled in GB\n"
                        + "hashes: well-formed 3, malformed 0\nhashes: 3 right, form e164\nHashes that can match: 3\n");
    }

    /** The list came from a program that writes semicolons; what phone hash made of it has commas. */
    @Test
    void check_ownFileOfAListWithSemicolons_matches() throws IOException {
        String csv = "a;phone\n1;07700 900102\n";
        assertThat(run(csv, "hash", "--region=GB", "--form=both", "--column=phone", "--separator=;"))
                .isZero();
        Path upload = Files.write(folder.resolve("upload.csv"), out.toByteArray());
        out.reset();

        assertThat(run(csv, "check", "--region=GB", "--column=phone", "--separator=;", "--hashed=" + upload))
                .isZero();
        assertThat(out.toString(UTF_8)).endsWith("Hashes that can match: 2\n");
    }

    @Test
    void check_saltedFile_isUnexplained() throws IOException {
        assertThat(check(number -> sha256("salt" + number)))
                .contains("hashes: 3 unexplained: ")
                .contains("Nothing would match");
    }

    @Test
    void check_listOnly_tellsWhatCannotBeRead() {
        assertThat(run(
                        "phone\n07700 900102\n" + "a1".repeat(32) + "\n112\n",
                        "check",
                        "--region",
                        "GB",
                        "--column",
                        "phone"))
                .isZero();
        assertThat(out.toString(UTF_8)).startsWith("numbers: readable 1, refused 2 (hashed_already 1, short_code 1)\n");
    }

    private String check(UnaryOperator<String> made) throws IOException {
        var hashes = new ArrayList<>(List.of("hashed_phone"));
        List.of("+447700900101", "+447700900102", "+447700900103").forEach(number -> hashes.add(made.apply(number)));
        Path file = Files.write(folder.resolve("hashed.csv"), hashes, UTF_8);
        assertThat(run(
                        "phone\n" + String.join("\n", NUMBERS) + "\n",
                        "check",
                        "--region",
                        "GB",
                        "--column",
                        "phone",
                        "--hashed",
                        file.toString()))
                .isZero();
        assertThat(out.toString(UTF_8)).doesNotContain("7700", "900101");
        assertThat(err.toString(UTF_8)).isEmpty();
        return out.toString(UTF_8);
    }
}
