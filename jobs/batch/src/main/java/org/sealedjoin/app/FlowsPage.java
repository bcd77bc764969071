package org.sealedjoin.app;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sealedjoin.guard.SinkFlow;

/** What reaches each sink, as text for programs and as the page docs/flows.md. */
final class FlowsPage {
    private static final String HEAD = """
            # What flows where

            <!-- Made from the plans of a run. To rewrite it:
                 mvn -q -B -pl jobs/batch -am package -DskipTests && scripts/sealedjoin flows --page > docs/flows.md -->

            Which input columns reach which output, as the [flow guard](decisions/0007-flow-guard.md) saw it in the plans of a whole run. A sink, then a
            line for each column that reaches it: `table.column explicit|implicit label via step > step`.

            - *explicit*: values of the column, or made from it, stand in the sink. *Implicit*: the column only chose which rows stand there.
            - The label says what the column tells about people; what each sink may receive stands in [tables](tables.md). The guard refused nothing
              here, or there would be no page.
            - The steps are the operations and tables that it passed, oldest first; of several ways the shortest stands for all.
            - `unconsented(p)`: for purpose p nobody was asked on this way, so the sink may not be used for it. At `account_links` and `contact_edges`
              each row says in its column `purpose` for what it may be used; the label means rows of other purposes.
            - What a named operation took off does not stand here: numbers and tokens in the seal, people in counts and in advertisers' ranges, and
              what only removed rows (blocks, exclusions, rival claims). `app/FlowRules` lists these operations.

            No number, hash or token reaches a sink, no address book reaches `audience_members` or `audience_reports`: look for `raw_number`,
            `hashed_number`, `token` and `address_book` below.

            ```text
            """;

    private FlowsPage() {}

    /** A block for each sink: its name at the start of a line, then an indented line for each flow. Sorted. */
    static String blocks(Map<String, List<SinkFlow>> flows) {
        var blocks = new StringBuilder();
        new TreeMap<>(flows).forEach((sink, lines) -> {
            blocks.append(sink).append('\n');
            lines.forEach(line -> blocks.append("  ").append(line).append('\n'));
        });
        return blocks.toString();
    }

    /** The whole page, ending in a line break. */
    static String markdown(Map<String, List<SinkFlow>> flows) {
        return HEAD + blocks(flows) + "```\n";
    }
}
