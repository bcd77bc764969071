package org.sealedjoin.base;

import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * Libraries whose debug messages quote rows, whatever a run does: they are never let below {@code INFO}, in no process of a run.
 *
 * <p>Parquet prints the footer of every file that it opens, statistics included: the least and the greatest value of each column. Of a
 * column of phone numbers these are two people's numbers.
 */
public final class QuotingLoggers {
    private static final List<String> NAMES = List.of("org.apache.parquet");

    private QuotingLoggers() {}

    /** Silences them in this process, over its logging configuration. */
    public static void silence() {
        var configured =
                LoggerContext.getContext(false).getConfiguration().getLoggers().keySet();
        for (String library : NAMES) {
            silence(library);
            configured.stream().filter(name -> name.startsWith(library + ".")).forEach(QuotingLoggers::silence);
        }
    }

    private static void silence(String name) {
        if (LogManager.getLogger(name).isDebugEnabled()) {
            Configurator.setLevel(name, Level.INFO);
        }
    }
}
