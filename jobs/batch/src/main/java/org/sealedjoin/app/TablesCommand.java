package org.sealedjoin.app;

import java.util.concurrent.Callable;
import org.sealedjoin.table.TablesPage;
import picocli.CommandLine.Command;

/** Prints the page of tables. Needs no Spark session. */
@Command(
        name = "tables",
        description = "Prints every declared table, as docs/tables.md holds them.",
        mixinStandardHelpOptions = true)
final class TablesCommand implements Callable<Integer> {
    private final Context context;

    TablesCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        context.out().print(TablesPage.markdown());
        return 0;
    }
}
