package org.sealedjoin.phone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhoneToolTest {
    private static final String NUMBER = "2025550146";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path folder;

    private int run(byte[] input, String... arguments) {
        return run(new ByteArrayInputStream(input), out, arguments);
    }

    private int run(InputStream in, OutputStream output, String... arguments) {
        return new PhoneTool(in, output, new PrintStream(err, true, UTF_8)).run(arguments);
    }

    private String normalized(String input) {
        assertThat(run(input.getBytes(UTF_8), "normalize", "--region", "US")).isZero();
        return out.toString(UTF_8);
    }

    @Test
    void normalize_rows_keepTheirOrderOneForOne() {
        assertThat(normalized("202 555 0146\n\n112\nhello\n(202) 555-0147\n"))
                .isEqualTo("+12025550146\n\tempty\n\tshort_code\n\tnot_a_number\n+12025550147\n");
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void normalize_noInput_printsNoRow() {
        assertThat(normalized("")).isEmpty();
    }

    @Test
    void normalize_lineEndsOfAllKinds_giveOneRowALine() {
        assertThat(normalized("2025550146\r\n2025550147\n2025550148"))
                .isEqualTo("+12025550146\n+12025550147\n+12025550148\n");
    }

    @Test
    void normalize_emptyLines_areRows() {
        assertThat(normalized("\n\r\n\n")).isEqualTo("\tempty\n\tempty\n\tempty\n");
    }

    @Test
    void normalize_byteOrderMark_isDropped() {
        assertThat(normalized("\uFEFF2025550146\n")).isEqualTo("+12025550146\n");
        out.reset();
        assertThat(normalized("\uFEFF")).isEmpty();
    }

    @Test
    void normalize_digitsOutsideAscii_areReadAsUtf8() {
        assertThat(normalized("\uFF0B\uFF11 202 555 0146\n")).isEqualTo("+12025550146\n");
    }

    @Test
    void normalize_malformedUtf8_isAnOrdinaryRefusedRow() {
        byte[] input = {'2', '0', (byte) 0xC3, '\n', (byte) 0xFF, '\n', '1', '1', '2', '\n'};
        assertThat(run(input, "normalize", "--region", "US")).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("\ttoo_short\n\tnot_a_number\n\tshort_code\n");
    }

    @Test
    void normalize_lineLongerThanAnyNumber_isOneRefusedRowAndTheNextIsRead() {
        assertThat(normalized("1".repeat(1_000_000) + "\r\n2025550146\n")).isEqualTo("\ttoo_long\n+12025550146\n");
    }

    @Test
    void normalize_lineOfExactlyTheLimitBeforeCrLf_isRead() {
        String padded = " ".repeat(PhoneNormalizer.LONGEST_TEXT - NUMBER.length()) + NUMBER;
        assertThat(normalized(padded + "\r\n " + padded + "\r\n")).isEqualTo("+12025550146\n\ttoo_long\n");
    }

    @Test
    void normalize_lineWithoutEndOfAGigabyte_needsNoMemoryForIt() {
        InputStream endless = new InputStream() {
            private long left = 1L << 30;

            @Override
            public int read() {
                return left-- > 0 ? '1' : -1;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                int given = (int) Math.min(left, length);
                if (given <= 0) {
                    return -1;
                }
                java.util.Arrays.fill(into, offset, offset + given, (byte) '1');
                left -= given;
                return given;
            }
        };
        assertThat(run(endless, out, "normalize", "--region", "US")).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("\ttoo_long\n");
    }

    @Test
    void normalize_file_isRead() throws IOException {
        Path file = Files.writeString(folder.resolve("numbers.txt"), "2025550146\n");
        assertThat(run(new byte[0], "normalize", "--region=us", file.toString()))
                .isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("+12025550146\n");
    }

    @Test
    void hash_rows_printHexOrReasonAndCountsOnly() {
        byte[] input = "2025550146\n112\n\n+1 202 555 0146\n202\n112\n".getBytes(UTF_8);
        assertThat(run(input, "hash", "--region", "US", "--form", "e164")).isZero();
        String hex = "ec7e6b85f24fa6b796f1017236463f1b7160fbdc5e663e39ab363b6d6fe30b9f";
        assertThat(out.toString(UTF_8))
                .isEqualTo(hex + "\n\tshort_code\n\tempty\n" + hex + "\n\ttoo_short\n\tshort_code\n");
        assertThat(err.toString(UTF_8))
                .isEqualToNormalizingNewlines("hashed 2, refused 4 (empty 1, short_code 2, too_short 1)\n");
    }

    @Test
    void hash_digitsForm_hashesWithoutPlus() {
        assertThat(run(NUMBER.getBytes(UTF_8), "hash", "--region", "US", "--form", "digits"))
                .isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("46f79a783d7ee6c9ebd5f8904280a5e1ec9c6edb20ced8a83fe5a80e58f1f918\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            normalize                                        | Cannot run: --region missing (see phone --help)
            hash --region US                                 | Cannot run: --form missing (see phone --help)
            hash                                             | Cannot run: --region and --form missing (see phone --help)
            normalize --region XX                            | Cannot use --region: no numbering plan under that code (need ISO 3166-1 alpha-2, such as US or GB)
            normalize --region 2025550146                    | Cannot use --region: no numbering plan under that code (need ISO 3166-1 alpha-2, such as US or GB)
            normalize --region 001                           | Cannot use --region: no numbering plan under that code (need ISO 3166-1 alpha-2, such as US or GB)
            hash --region US --form sha                      | Cannot use --form: no such form (need e164 or digits, or both together with --column)
            hash --region US --form 2025550146               | Cannot use --form: no such form (need e164 or digits, or both together with --column)
            2025550146                                       | Cannot run: need one command, normalize, hash or check, its options and at most one file (see phone --help)
            normalize --region US 2025550146 2025550146      | Cannot run: need one command, normalize, hash or check, its options and at most one file (see phone --help)
            normalize --region US --2025550146               | Cannot run: need one command, normalize, hash or check, its options and at most one file (see phone --help)
            """)
    void run_wrongUsage_isOneLineWithoutWhatWasTyped(String line, String message) {
        assertThat(run(new byte[0], line.split(" "))).isEqualTo(2);
        assertThat(err.toString(UTF_8))
                .isEqualToNormalizingNewlines(message + "\n")
                .doesNotContain(NUMBER);
        assertThat(out.size()).isZero();
    }

    @Test
    void run_noCommand_isWrongUsage() {
        assertThat(run(new byte[0])).isEqualTo(2);
        assertThat(err.toString(UTF_8))
                .startsWith("Cannot run: need one command")
                .hasLineCount(1);
    }

    @Test
    void run_numberInPlaceOfFile_isNotRepeated() {
        assertThat(run(new byte[0], "normalize", "--region", "US", NUMBER)).isEqualTo(3);
        assertThat(err.toString(UTF_8))
                .isEqualToNormalizingNewlines(
                        "Cannot read FILE: it does not exist (a single number goes to standard input)\n");
    }

    @Test
    void run_numberBehindAtSign_isNotTakenForAnArgumentFile() {
        assertThat(run(new byte[0], "normalize", "--region", "US", "@" + NUMBER))
                .isEqualTo(3);
        assertThat(err.toString(UTF_8)).doesNotContain(NUMBER);
    }

    @Test
    void run_folderInPlaceOfFile_isInputError() {
        assertThat(run(new byte[0], "normalize", "--region", "US", folder.toString()))
                .isEqualTo(3);
        assertThat(err.toString(UTF_8)).isEqualToNormalizingNewlines("Cannot read FILE: it is a folder\n");
    }

    @Test
    void run_inputBreaksOff_isInputError() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("near " + NUMBER);
            }
        };
        assertThat(run(broken, out, "normalize", "--region", "US")).isEqualTo(3);
        assertThat(err.toString(UTF_8)).isEqualToNormalizingNewlines("Cannot read the input: the system broke off\n");
    }

    @Test
    void run_readerOfOutputLeaves_endsQuietly() {
        assertThat(run(
                        new ByteArrayInputStream(NUMBER.getBytes(UTF_8)),
                        failing("Broken pipe"),
                        "normalize",
                        "--region",
                        "US"))
                .isZero();
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void run_outputFull_isEnvironmentError() {
        assertThat(run(
                        new ByteArrayInputStream(NUMBER.getBytes(UTF_8)),
                        failing("No space left on device"),
                        "normalize",
                        "--region",
                        "US"))
                .isEqualTo(5);
        assertThat(err.toString(UTF_8))
                .isEqualToNormalizingNewlines("Cannot write the output: No space left on device\n");
    }

    @Test
    void run_faultInTheProgram_isOneLineWithoutItsMessage() {
        InputStream faulty = new InputStream() {
            @Override
            public int read() {
                throw new IllegalStateException("near " + NUMBER);
            }
        };
        assertThat(run(faulty, out, "normalize", "--region", "US")).isEqualTo(5);
        assertThat(err.toString(UTF_8))
                .hasLineCount(1)
                .startsWith("Cannot go on: a fault in this program")
                .doesNotContain(NUMBER);
    }

    @Test
    void run_helpAndVersion_areAnswers() {
        for (String question : List.of("--help", "--version")) {
            assertThat(run(new byte[0], question)).isZero();
        }
        assertThat(run(new byte[0], "hash", "--help")).isZero();
        assertThat(out.toString(UTF_8)).contains("normalize", "hash", "--form", "phone (not packaged)");
        assertThat(err.size()).isZero();
    }

    private static OutputStream failing(String message) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(message);
            }
        };
    }
}
