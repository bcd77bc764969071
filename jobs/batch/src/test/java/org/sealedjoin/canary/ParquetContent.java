package org.sealedjoin.canary;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** A Parquet file taken apart: every page unpacked, every value of every column as text or bytes. */
final class ParquetContent {
    private static final byte[] MAGIC = "PAR1".getBytes(US_ASCII);

    private ParquetContent() {}

    static boolean is(byte[] file) {
        return file.length > 12
                && ByteBuffer.wrap(file, 0, 4).equals(ByteBuffer.wrap(MAGIC))
                && ByteBuffer.wrap(file, file.length - 4, 4).equals(ByteBuffer.wrap(MAGIC));
    }

    /** Pages, then values, one behind the other with a line feed between. */
    static byte[] of(byte[] file) {
        var content = new ByteArrayOutputStream();
        try {
            pages(file, content);
            values(file, content);
        } catch (IOException | RuntimeException e) {
            // A damaged file: what was read of it counts.
        }
        return content.toByteArray();
    }

    private static void pages(byte[] file, ByteArrayOutputStream content) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(new InMemory(file))) {
            MessageType schema = reader.getFooter().getFileMetaData().getSchema();
            for (PageReadStore group = reader.readNextRowGroup(); group != null; group = reader.readNextRowGroup()) {
                for (ColumnDescriptor column : schema.getColumns()) {
                    pages(group.getPageReader(column), content);
                }
            }
        }
    }

    private static void pages(PageReader reader, ByteArrayOutputStream content) throws IOException {
        DictionaryPage dictionary = reader.readDictionaryPage();
        if (dictionary != null) {
            add(dictionary.getBytes(), content);
        }
        for (DataPage page = reader.readPage(); page != null; page = reader.readPage()) {
            add(
                    page.accept(new DataPage.Visitor<BytesInput>() {
                        @Override
                        public BytesInput visit(DataPageV1 first) {
                            return first.getBytes();
                        }

                        @Override
                        public BytesInput visit(DataPageV2 second) {
                            return second.getData();
                        }
                    }),
                    content);
        }
    }

    private static void add(BytesInput bytes, ByteArrayOutputStream content) throws IOException {
        content.write(bytes.toByteArray());
        content.write('\n');
    }

    private static void values(byte[] file, ByteArrayOutputStream content) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(new InMemory(file))) {
            MessageType schema = reader.getFooter().getFileMetaData().getSchema();
            for (PageReadStore group = reader.readNextRowGroup(); group != null; group = reader.readNextRowGroup()) {
                RecordReader<Group> rows = new ColumnIOFactory()
                        .getColumnIO(schema)
                        .getRecordReader(group, new GroupRecordConverter(schema));
                for (long row = 0; row < group.getRowCount(); row++) {
                    values(rows.read(), content);
                }
            }
        }
    }

    private static void values(Group row, ByteArrayOutputStream content) throws IOException {
        for (Type field : row.getType().getFields()) {
            String name = field.getName();
            for (int i = 0; i < row.getFieldRepetitionCount(name); i++) {
                if (!field.isPrimitive()) {
                    values(row.getGroup(name, i), content);
                } else {
                    content.write(
                            switch (field.asPrimitiveType().getPrimitiveTypeName()) {
                                case BINARY, FIXED_LEN_BYTE_ARRAY ->
                                    row.getBinary(name, i).getBytes();
                                case INT96 -> row.getInt96(name, i).getBytes();
                                default ->
                                    row.getValueToString(row.getType().getFieldIndex(name), i)
                                            .getBytes(US_ASCII);
                            });
                    content.write('\n');
                }
            }
        }
    }

    private record InMemory(byte[] file) implements InputFile {
        @Override
        public long getLength() {
            return file.length;
        }

        @Override
        public SeekableInputStream newStream() {
            var bytes = new Seekable(file);
            return new DelegatingSeekableInputStream(bytes) {
                @Override
                public long getPos() {
                    return bytes.position();
                }

                @Override
                public void seek(long to) throws IOException {
                    bytes.seek(to);
                }
            };
        }
    }

    private static final class Seekable extends java.io.ByteArrayInputStream {
        private Seekable(byte[] bytes) {
            super(bytes);
        }

        private long position() {
            return pos;
        }

        private void seek(long to) throws EOFException {
            if (to > count) {
                throw new EOFException();
            }
            pos = (int) to;
        }
    }
}
