import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares a committed notebook with the same one as it was just run: cells, sources, kinds of output, and every line of text. Pictures must be there
 * on both sides and need not be equal: some show noise or seconds. Status 1 and a line a difference if they differ.
 *
 * <p>With {@code --keep}: puts what came out in the place of what is committed, without what varies from machine to machine.
 */
final class CompareNotebooks {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> differences = new ArrayList<>();

    public static void main(String[] args) throws IOException {
        if (args[0].equals("--keep")) {
            keep(new File(args[2]), Path.of(args[1]));
            return;
        }
        var compare = new CompareNotebooks();
        JsonNode executed = JSON.readTree(new File(args[1]));
        compare.notebooks(JSON.readTree(new File(args[0])), executed);
        String name = new File(args[0]).getName();
        compare.differences.forEach(line -> System.err.println(name + ": " + line));
        if (!compare.differences.isEmpty()) {
            System.exit(1);
        }
        System.out.println(name + ": " + describe(executed) + "; as committed");
    }

    private void notebooks(JsonNode committed, JsonNode executed) {
        same("number of cells", committed.get("cells").size(), executed.get("cells").size());
        if (!differences.isEmpty()) {
            return;
        }
        for (int i = 0; i < committed.get("cells").size(); i++) {
            JsonNode before = committed.get("cells").get(i);
            JsonNode after = executed.get("cells").get(i);
            String cell = "cell " + (i + 1);
            same(cell + ", source", text(before.get("source")), text(after.get("source")));
            if (after.path("cell_type").asText().equals("code")) {
                same(cell + ", count", before.get("execution_count"), after.get("execution_count"));
                same(cell + ", output", outputs(before), outputs(after));
            }
        }
    }

    private void same(String what, Object committed, Object executed) {
        if (!String.valueOf(committed).equals(String.valueOf(executed))) {
            differences.add(what + "\n  committed: " + committed + "\n  came out:  " + executed);
        }
    }

    /** Every output of a cell in words: streams joined by name, a picture as that it is one. */
    private static String outputs(JsonNode cell) {
        var said = new StringBuilder();
        for (JsonNode output : cell.get("outputs")) {
            switch (output.get("output_type").asText()) {
                case "stream" -> said.append(output.get("name").asText().equals("stdout") ? "" : "(stderr) ")
                        .append(text(output.get("text")));
                case "error" -> said.append("error ").append(output.get("ename").asText());
                default -> output.get("data").properties().forEach(data -> said.append(
                        data.getKey().startsWith("image/") ? "(" + data.getKey() + ")" : text(data.getValue())));
            }
        }
        return said.toString();
    }

    private static String text(JsonNode lines) {
        if (!lines.isArray()) {
            return lines.asText();
        }
        var joined = new StringBuilder();
        lines.forEach(line -> joined.append(line.asText()));
        return joined.toString();
    }

    private static String describe(JsonNode notebook) {
        int code = 0;
        int pictures = 0;
        for (JsonNode cell : notebook.get("cells")) {
            code += cell.get("cell_type").asText().equals("code") ? 1 : 0;
            for (JsonNode output : cell.path("outputs")) {
                pictures += output.path("data").has("image/png") ? 1 : 0;
            }
        }
        return notebook.get("cells").size() + " cells, " + code + " of code, " + pictures + " pictures";
    }

    private static void keep(File executed, Path committed) throws IOException {
        var notebook = (ObjectNode) JSON.readTree(executed);
        for (JsonNode cell : notebook.get("cells")) {
            ((ObjectNode) cell).putObject("metadata");
            joinStreams((ObjectNode) cell);
        }
        var printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(new DefaultIndenter(" ", "\n"));
        printer.indentObjectsWith(new DefaultIndenter(" ", "\n"));
        Files.writeString(committed, JSON.writer(printer).writeValueAsString(notebook) + "\n");
        System.out.println(committed.getFileName() + ": " + describe(notebook) + "; kept");
    }

    /** How a stream is cut into pieces depends on time. */
    private static void joinStreams(ObjectNode cell) {
        if (!cell.has("outputs")) {
            return;
        }
        ArrayNode joined = JSON.createArrayNode();
        for (JsonNode output : cell.get("outputs")) {
            JsonNode last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last != null && last.path("name").equals(output.path("name")) && output.has("text") && last.has("text")) {
                ArrayNode text = (ArrayNode) last.get("text");
                output.get("text").forEach(text::add);
            } else {
                joined.add(output);
            }
        }
        cell.set("outputs", joined);
    }
}
