package org.sealedjoin.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealedjoin.base.Failure;
import org.sealedjoin.base.InputFailure;
import org.sealedjoin.testing.LocalSpark;
import org.sealedjoin.testing.TinyInput;

/** Folders, files and columns: what is read as a table, and what is refused as none. */
class ReadInputTest extends InputOnDisk {
    @Test
    void read_tinyInput_usesEveryRow() {
        InputTables tables = read();
        assertThat(tables.all()).hasSize(22).allSatisfy(table -> {
            assertThat(table.rowsRejected()).isZero();
            assertThat(table.rowsUsed()).isEqualTo(table.rowsRead());
        });
        Row first = tables.rows(Inputs.MESSAGING_USERS).orderBy("user_id").first();
        assertThat(first.getLong(0)).isEqualTo(1L);
        assertThat(first.getString(1)).isEqualTo("+12015550101");
        assertThat(first.getTimestamp(4)).isEqualTo(Timestamp.from(Instant.parse("2014-01-02T00:00:00Z")));
    }

    @Test
    void read_folderMissing_namesNoPath() {
        var failure = catchThrowableOfType(
                InputFailure.class,
                () -> new ReadInput(LocalSpark.session(), new InputPolicy(0))
                        .read(input.resolve("anna").toString(), Set.of()));
        assertThat(failure.line())
                .isEqualTo(
                        "Cannot read the input folder: it does not exist or cannot be opened (FileNotFoundException)");
    }

    @Test
    void read_folderIsFile_saysSo() throws IOException {
        Path file = Files.writeString(input.resolve("notes.txt"), "x");
        var failure = catchThrowableOfType(
                InputFailure.class,
                () -> new ReadInput(LocalSpark.session(), new InputPolicy(0)).read(file.toString(), Set.of()));
        assertThat(failure.line())
                .isEqualTo("Cannot read the input folder: it is a file (need a folder with one folder a table)");
    }

    @Test
    void read_folderNameEmpty_saysSo() {
        var failure = catchThrowableOfType(
                InputFailure.class, () -> new ReadInput(LocalSpark.session(), new InputPolicy(0)).read("", Set.of()));
        assertThat(failure.line()).isEqualTo("Cannot read the input folder: its name is empty or no path");
    }

    @Test
    void read_undeclaredColumn_isNamed() {
        write(Inputs.SOCIAL_FRIENDSHIPS, FRIENDSHIPS + ",message_text", "101,102,,hello");
        assertThat(refusal())
                .isEqualTo("Cannot read social_friendships: column message_text is not declared"
                        + " (declared: account_id, friend_account_id, since)");
    }

    @Test
    void read_undeclaredParquetColumn_isNamed() throws IOException {
        parquet(Inputs.SOCIAL_FRIENDSHIPS, "*", "'hello' as message_text");
        assertThat(refusal())
                .isEqualTo("Cannot read social_friendships: column message_text is not declared"
                        + " (declared: account_id, friend_account_id, since)");
    }

    @Test
    void read_csvWithoutHeader_printsPositionNotNumber() {
        TinyInput.file(
                input.resolve("messaging_contacts/part-0.csv"),
                NUMBER + ",1,2015-01-01T00:00:00Z\n+12015550124,2,2015-01-01T00:00:00Z\n");
        assertThat(refusal())
                .isEqualTo("Cannot read messaging_contacts: column number 1 (its name is not shown) is not declared"
                        + " (declared: owner_user_id, contact_phone, added_at)");
    }

    /** Attack: a row in the header's place whose first field could be taken for a column's name. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Anna,101,2015-01-01T00:00:00Z",
                "a3f5c1d2e4b6a798a3f5c1d2e4b6a798a3f5c1d2e4b6a798a3f5c1d2e4b6a798,account_id,since",
                "tel12015550123,account_id,since",
                "_12015550123,account_id,since"
            })
    void read_rowInPlaceOfHeader_isNotPrinted(String line) {
        TinyInput.file(input.resolve("social_friendships/part-0.csv"), line + "\n");
        assertThat(refusal())
                .isEqualTo("Cannot read social_friendships: column number 1 (its name is not shown) is not declared"
                        + " (declared: account_id, friend_account_id, since)");
    }

    @Test
    void read_columnTwice_isNamed() {
        write(Inputs.SOCIAL_FRIENDSHIPS, "account_id,account_id,since", "101,102,");
        assertThat(refusal()).isEqualTo("Cannot read social_friendships: column account_id stands twice");
    }

    @Test
    void read_missingColumn_isNamed() {
        write(Inputs.SOCIAL_FRIENDSHIPS, "account_id,friend_account_id", "101,102");
        assertThat(refusal()).isEqualTo("Cannot read social_friendships: column since is missing");
    }

    @Test
    void read_missingParquetColumn_isNamed() throws IOException {
        parquet(Inputs.SOCIAL_FRIENDSHIPS, "account_id", "since");
        assertThat(refusal()).isEqualTo("Cannot read social_friendships: column friend_account_id is missing");
    }

    @Test
    void read_missingTable_isNamed() throws IOException {
        Files.delete(input.resolve("terms/part-0.csv"));
        assertThat(refusal()).isEqualTo("Cannot read terms: its folder is missing or holds no files");
        Files.delete(input.resolve("terms"));
        assertThat(refusal()).isEqualTo("Cannot read terms: its folder is missing or holds no files");
    }

    @Test
    void read_tableIsFile_saysSo() throws IOException {
        Files.writeString(input.resolve("social_blocks"), "x");
        assertThat(refusal()).isEqualTo("Cannot read social_blocks: it is a file (need a folder of files)");
    }

    @Test
    void read_wrongParquetType_namesBothTypes() throws IOException {
        parquet(
                Inputs.SOCIAL_FRIENDSHIPS,
                "account_id",
                "cast(friend_account_id as string) friend_account_id",
                "since");
        assertThat(refusal())
                .isEqualTo("Cannot read social_friendships: column friend_account_id is STRING (need LONG)");
    }

    @Test
    void read_smallerIntegersInParquet_areWidened() throws IOException {
        parquet(
                Inputs.SOCIAL_FRIENDSHIPS,
                "cast(account_id as int) account_id",
                "cast(friend_account_id as short) friend_account_id",
                "since");
        assertThat(read().rows(Inputs.SOCIAL_FRIENDSHIPS)
                        .orderBy("account_id", "friend_account_id")
                        .first())
                .satisfies(row -> assertThat(row.getLong(0)).isEqualTo(101L))
                .satisfies(row -> assertThat(row.getLong(1)).isEqualTo(102L));
    }

    @Test
    void read_longInParquetForInt_isRefused() throws IOException {
        parquet(
                Inputs.TERMS,
                "terms_version",
                "announced_at",
                "effective_at",
                "cast(objection_days as long) objection_days",
                "opt_in_regions");
        assertThat(refusal()).isEqualTo("Cannot read terms: column objection_days is LONG (need INT)");
    }

    @Test
    void read_instantWithoutZoneInParquet_isUtc() throws IOException {
        parquet(
                Inputs.SOCIAL_FRIENDSHIPS,
                "account_id",
                "friend_account_id",
                "timestamp_ntz'2013-05-01 12:00:00' since");
        assertThat(read().rows(Inputs.SOCIAL_FRIENDSHIPS).first().getTimestamp(2))
                .isEqualTo(Timestamp.from(Instant.parse("2013-05-01T12:00:00Z")));
    }

    @Test
    void read_parquetRows_areCheckedLikeCsv() throws IOException {
        parquet(
                Inputs.SOCIAL_FRIENDSHIPS,
                "account_id",
                "if(friend_account_id = 104, null, friend_account_id) friend_account_id",
                "since");
        CheckedTable table = checked(Inputs.SOCIAL_FRIENDSHIPS);
        assertThat(table.rejected()).isEqualTo(Map.of("friend_account_id: null", 1L));
        assertThat(table.rowsRead()).isEqualTo(3);
        assertThat(table.rowsUsed()).isEqualTo(2);
        assertThat(table.rows().count()).isEqualTo(2);
    }

    @Test
    void read_truncatedParquet_isDamaged() throws IOException {
        Path file = parquet(Inputs.SOCIAL_FRIENDSHIPS, "*");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        assertThat(refusal())
                .startsWith("Cannot read social_friendships: its files are damaged, or differ in a column's type (")
                .doesNotContain(input.toString())
                .matches(".*\\(\\w+\\)");
    }

    @Test
    void read_parquetWithDamagedPages_isDamaged() throws IOException {
        Path file = parquet(Inputs.SOCIAL_FRIENDSHIPS, "*");
        byte[] bytes = Files.readAllBytes(file);
        // The footer, at the end, stays whole, so that only reading rows finds it.
        Arrays.fill(bytes, 4, 120, (byte) 0x7f);
        Files.write(file, bytes);
        assertThat(refusal()).matches("Cannot read social_friendships: a file is damaged or unreadable \\(\\w+\\)");
    }

    /** A column that may be null and hold anything is read too, before any work. */
    @Test
    void read_parquetWithDamagedPageOfFreeColumn_isDamaged() throws IOException {
        Path file = parquet(
                Inputs.SOCIAL_FRIENDSHIPS,
                "account_id",
                "friend_account_id",
                "timestamp'2013-05-01 12:00:00' + make_interval(0, 0, 0, account_id % 7) since");
        byte[] bytes = Files.readAllBytes(file);
        int page = startOf("since", file);
        Arrays.fill(bytes, page, page + 20, (byte) 0x7f);
        Files.write(file, bytes);
        assertThat(refusal()).matches("Cannot read social_friendships: a file is damaged or unreadable \\(\\w+\\)");
    }

    private static int startOf(String column, Path file) throws IOException {
        var path = new org.apache.hadoop.fs.Path(file.toUri());
        try (var reader = ParquetFileReader.open(HadoopInputFile.fromPath(path, new Configuration()))) {
            return reader.getFooter().getBlocks().get(0).getColumns().stream()
                    .filter(each -> each.getPath().toDotString().equals(column))
                    .mapToInt(each -> (int) each.getStartingPos())
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** A night that Spark failed is tried again; one whose files are damaged is not. */
    @Test
    void faultOf_faultThatNamesNoFile_isTheMachines() {
        Failure failure = ReadInput.faultOf(
                Inputs.SOCIAL_FRIENDSHIPS, new IllegalStateException("x", new NullPointerException()));

        assertThat(failure.exitStatus()).isEqualTo(5);
        assertThat(failure.line())
                .isEqualTo(
                        "Cannot check social_friendships: Spark failed while it read the table, and names no file as the"
                                + " cause (IllegalStateException)");
    }

    @Test
    void read_mixedEndings_areRefused() {
        TinyInput.file(input.resolve("terms/part-1.parquet"), "x");
        assertThat(refusal()).isEqualTo("Cannot read terms: its 2 files do not all end in .parquet or all in .csv");
    }

    @Test
    void read_folderInFolder_isRefused() throws IOException {
        Files.createDirectory(input.resolve("terms/day=2016-10-15"));
        assertThat(refusal()).isEqualTo("Cannot read terms: its folder holds a folder (need files only)");
    }

    @Test
    void read_hiddenFilesAndFilesBesideFolders_areIgnored() {
        TinyInput.file(input.resolve("terms/_SUCCESS"), "");
        TinyInput.file(input.resolve("terms/.part-0.csv.crc"), "x");
        TinyInput.file(input.resolve("generation.json"), "{}");
        assertThat(read().rows(Inputs.TERMS).count()).isEqualTo(1);
    }

    @Test
    void read_severalFiles_areOneTable() {
        TinyInput.file(input.resolve("social_friendships/part-1.csv"), FRIENDSHIPS + "\n201,202,\n");
        assertThat(checked(Inputs.SOCIAL_FRIENDSHIPS).rowsRead()).isEqualTo(4);
    }

    @Test
    void read_differingHeaders_areRefused() {
        TinyInput.file(
                input.resolve("social_friendships/part-1.csv"), "friend_account_id,account_id,since\n201,202,\n");
        assertThat(refusal())
                .isEqualTo("Cannot read social_friendships: file 2 of 2 has another header than the first"
                        + " (need the same in all)");
    }

    @Test
    void read_columnsInOtherOrder_areReadByName() {
        write(Inputs.SOCIAL_FRIENDSHIPS, "since,friend_account_id,account_id", ",102,101");
        Row row = read().rows(Inputs.SOCIAL_FRIENDSHIPS).first();
        assertThat(row.getLong(0)).isEqualTo(101L);
        assertThat(row.getLong(1)).isEqualTo(102L);
        assertThat(row.isNullAt(2)).isTrue();
    }

    @Test
    void read_byteOrderMarkAndCarriageReturns_areNoContent() {
        TinyInput.file(
                input.resolve("social_friendships/part-0.csv"),
                "\uFEFF" + FRIENDSHIPS + "\r\n101,102,2013-05-01T00:00:00Z\r\n103,104,\r\n");
        CheckedTable table = checked(Inputs.SOCIAL_FRIENDSHIPS, 0);
        assertThat(table.rowsUsed()).isEqualTo(2);
        assertThat(table.rows().filter("since is null").count()).isEqualTo(1);
    }

    @Test
    void read_quotedFields_keepCommasAndQuotes() {
        write(
                Inputs.ADVERTISERS,
                "\"advertiser_id\",name,status",
                "1,\"Smith, Jones & Co\",active",
                "2,\"The \"\"Best\"\" Shop\",active");
        assertThat(read(0).rows(Inputs.ADVERTISERS).orderBy("advertiser_id").collectAsList())
                .extracting(row -> row.getString(1))
                .containsExactly("Smith, Jones & Co", "The \"Best\" Shop");
    }

    @Test
    void read_tableThatMayBeAbsent_isEmpty() {
        InputTables tables = read();
        assertThat(tables.has(Inputs.SOCIAL_BLOCKS)).isFalse();
        assertThat(tables.rows(Inputs.SOCIAL_BLOCKS).count()).isZero();
        assertThat(tables.rows(Inputs.SOCIAL_BLOCKS).columns())
                .containsExactly("account_id", "blocked_account_id", "blocked_at");
    }

    @Test
    void read_tableThatVanished_isRefused() {
        assertThat(refusal(0.01, "social_blocks"))
                .isEqualTo("Cannot read social_blocks: it is missing, and the last published run had it"
                        + " (a table that vanishes is taken for a fault)");
    }

    /** Attack: numbers wherever a file can hold one; nothing printed may repeat them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                USERS + "\n1,2,3,4,5,6,+12015550123\n",
                USERS + "\n+12015550123x,+12015550123,+12015550123,+12015550123,+12015550123,+12015550123\n",
                USERS + "\n1,\"+12015550123\n",
                "+12015550123," + USERS + "\n",
                "user_id,+12015550123,region,registered_at,phone_verified_at,status\n",
                "user_id;phone\n1;+12015550123\n",
                "phone_12015550123," + USERS + "\n",
                "\"+12015550123\n",
                "+12015550123"
            })
    void read_numberInBadPlace_isNeverPrinted(String file) {
        TinyInput.file(input.resolve("messaging_users/part-0.csv"), file);
        var printed = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream err = System.err;
        String line;
        try (var stream = new PrintStream(printed, true, UTF_8)) {
            System.setOut(stream);
            System.setErr(stream);
            line = refusal();
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        assertThat(line + printed.toString(UTF_8)).doesNotContain("2015550123").doesNotContain("5550123");
        assertThat(line).startsWith("Cannot ").contains("messaging_users").doesNotContain("\n");
    }
}
