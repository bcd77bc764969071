package org.sealedjoin.phone;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The values of one named column of a UTF-8 CSV file with a header (RFC 4180), quoted or not. A row that is too short has an empty value. */
final class CsvColumn {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final String name;
    private final char separator;

    CsvColumn(String name, char separator) {
        this.name = name;
        this.separator = separator;
    }

    /** What is done with each value. */
    interface Sink {
        void accept(String value) throws IOException;
    }

    /**
     * Hands every value on, in the order of rows.
     *
     * @throws ToolFailure if the file is no CSV, has no header or no such column; the message quotes nothing
     * @throws IOException of {@code sink}
     */
    void each(InputStream in, Sink sink) throws IOException {
        Iterator<CsvRecord> rows = CsvReader.builder()
                .fieldSeparator(separator)
                .ofCsvRecord(new InputStreamReader(utf8(in), StandardCharsets.UTF_8))
                .iterator();
        int column = -1;
        for (CsvRecord row = next(rows); row != null; row = next(rows)) {
            if (column < 0) {
                column = placeIn(row);
            } else {
                sink.accept(column < row.getFieldCount() ? row.getField(column) : "");
            }
        }
        if (column < 0) {
            throw new ToolFailure(ExitStatus.INPUT, "Cannot read the CSV: it is empty (need a header)");
        }
    }

    /** Spreadsheets save what they call Unicode as UTF-16, in which no column would have its name. */
    private static InputStream utf8(InputStream in) throws IOException {
        var pushed = new PushbackInputStream(in, 2);
        byte[] first = pushed.readNBytes(2);
        pushed.unread(first);
        if (first.length == 2 && (first[0] & 0xff) + (first[1] & 0xff) == 0xff + 0xfe) {
            throw new ToolFailure(
                    ExitStatus.INPUT, "Cannot read the CSV: it is UTF-16 (need UTF-8; save it as CSV UTF-8)");
        }
        return pushed;
    }

    private int placeIn(CsvRecord header) {
        int place = -1;
        for (int i = 0; i < header.getFieldCount(); i++) {
            if (header.getField(i).replace(BYTE_ORDER_MARK, "").strip().equals(name)) {
                if (place >= 0) {
                    throw new ToolFailure(
                            ExitStatus.INPUT, "Cannot read the CSV: two columns have that name (need one)");
                }
                place = i;
            }
        }
        if (place < 0) {
            // Not the header's own words: of a file without a header they are somebody's data.
            throw new ToolFailure(
                    ExitStatus.INPUT,
                    "Cannot read the CSV: none of the " + header.getFieldCount()
                            + " columns of its first line has that name (need a header" + otherSeparator(header) + ")");
        }
        return place;
    }

    /** Which separator the header seems to have, if another one. */
    private static String otherSeparator(CsvRecord header) {
        if (header.getFieldCount() > 1) {
            return "; --separator if not commas";
        }
        String line = header.getField(0);
        if (line.indexOf(';') >= 0) {
            return "; it holds semicolons: give --separator ';'";
        }
        return line.indexOf('\t') >= 0 ? "; it holds tabs: give --separator $'\\t'" : "; --separator if not commas";
    }

    private static @Nullable CsvRecord next(Iterator<CsvRecord> rows) {
        try {
            return rows.hasNext() ? rows.next() : null;
        } catch (CsvParseException | UncheckedIOException broken) {
            throw new ToolFailure(
                    ExitStatus.INPUT, "Cannot read the CSV: a row is broken off or longer than any row may be");
        }
    }
}
