package org.sealedjoin.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A page of documentation with its fenced blocks.
 *
 * <p>A block whose fence says {@code console} is run: a line that begins with {@code $ } is a command, with {@code > } its continuation; every other line is what
 * the command prints. An ellipsis in it stands for any text, and a line that is only an ellipsis for any lines. Any other block is not run; where its fence
 * says {@code sh}, the rest of the fence must say why. A fence must say what it holds, and a block that says something else may not begin with a command.
 *
 * @param commands what is run, in the order of the page
 * @param reasons why a block of commands is not run, one for each such block
 * @param others blocks that hold no commands: text, Java, settings
 */
record DocPage(String name, List<Command> commands, List<String> reasons, int others) {
    private static final Pattern FENCE = Pattern.compile("\\s*```(\\w*)\\s*(.*)");
    private static final String WHY = "not run:";
    private static final Set<String> NO_COMMANDS = Set.of("java", "properties", "python", "sql", "text", "yaml");
    private static final Pattern COMMAND = Pattern.compile(
            "\\s*(\\$ |#!|[A-Z_]+=\\S+ |scripts/|notebooks-java/|mvn |java |spark-submit|kubectl |export ).*");

    /**
     * A command and what it shows.
     *
     * @param line where it stands in its page, from 1
     * @param shown lines that it is said to print; empty if the page does not say
     */
    record Command(int line, String text, List<String> shown) {
        /** True if {@code printed} is what the page says; whatever was printed, if the page says nothing. */
        boolean shows(List<String> printed) {
            return shown.isEmpty() || matches(shown, printed);
        }

        Command going(String more) {
            return new Command(line, text + "\n" + more, shown);
        }

        Command showing(String more) {
            var all = new ArrayList<>(shown);
            all.add(more);
            return new Command(line, text, List.copyOf(all));
        }

        private static boolean matches(List<String> shown, List<String> printed) {
            if (shown.isEmpty()) {
                return printed.isEmpty();
            }
            if (shown.get(0).strip().equals("…")) {
                for (int skipped = 0; skipped <= printed.size(); skipped++) {
                    if (matches(shown.subList(1, shown.size()), printed.subList(skipped, printed.size()))) {
                        return true;
                    }
                }
                return false;
            }
            return !printed.isEmpty()
                    && pattern(shown.get(0)).matcher(printed.get(0)).matches()
                    && matches(shown.subList(1, shown.size()), printed.subList(1, printed.size()));
        }

        private static Pattern pattern(String shown) {
            return Pattern.compile(Pattern.quote(shown.stripTrailing()).replace("…", "\\E.*\\Q") + "\\s*");
        }
    }

    static DocPage of(String name, List<String> lines) {
        var commands = new ArrayList<Command>();
        var reasons = new ArrayList<String>();
        int others = 0;
        for (int i = 0; i < lines.size(); i++) {
            var fence = FENCE.matcher(lines.get(i));
            if (!fence.matches()) {
                continue;
            }
            int end = endOf(name, lines, i);
            String kind = fence.group(1);
            String rest = fence.group(2);
            switch (kind) {
                case "console" -> commands.addAll(commands(name, lines, i + 1, end));
                case "sh" -> reasons.add(reason(name, i, rest));
                default -> {
                    requireNoCommands(name, lines, i, kind);
                    others++;
                }
            }
            i = end;
        }
        return new DocPage(name, List.copyOf(commands), List.copyOf(reasons), others);
    }

    private static int endOf(String name, List<String> lines, int from) {
        for (int i = from + 1; i < lines.size(); i++) {
            if (lines.get(i).strip().equals("```")) {
                return i;
            }
        }
        throw new IllegalArgumentException(name + ":" + (from + 1) + ": a block without an end");
    }

    private static void requireNoCommands(String name, List<String> lines, int fence, String kind) {
        String where = name + ":" + (fence + 1) + ": ";
        if (!NO_COMMANDS.contains(kind)) {
            throw new IllegalArgumentException(where + "a block of kind \"" + kind + "\" (need console, sh or one of "
                    + NO_COMMANDS.stream().sorted().toList() + ")");
        }
        if (COMMAND.matcher(lines.get(fence + 1)).matches()) {
            throw new IllegalArgumentException(
                    where + "a block of " + kind + " begins with a command (need console or sh)");
        }
    }

    private static String reason(String name, int line, String rest) {
        if (!rest.startsWith(WHY) || rest.length() == WHY.length()) {
            throw new IllegalArgumentException(name + ":" + (line + 1)
                    + ": a block of commands is not run and does not say why (need ```sh " + WHY + " …)");
        }
        return rest.substring(WHY.length()).strip();
    }

    private static List<Command> commands(String name, List<String> lines, int from, int end) {
        var found = new ArrayList<Command>();
        int indent = lines.get(from).length() - lines.get(from).stripLeading().length();
        for (int i = from; i < end; i++) {
            String line = lines.get(i).substring(Math.min(indent, lines.get(i).length()));
            if (line.startsWith("$ ")) {
                found.add(new Command(i + 1, line.substring(2), List.of()));
            } else if (found.isEmpty()) {
                throw new IllegalArgumentException(name + ":" + (i + 1) + ": a console block begins with no command");
            } else {
                Command last = found.remove(found.size() - 1);
                found.add(
                        last.shown().isEmpty() && line.startsWith("> ")
                                ? last.going(line.substring(2))
                                : last.showing(line));
            }
        }
        return found;
    }
}
