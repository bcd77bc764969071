package org.sealedjoin.guard;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;

/**
 * Hadoop's settings of who reads files, the same for all scans of one plan. For the next plan they are made anew, since anybody may change
 * them in between.
 */
final class ReaderSettings implements Function<HadoopFsRelation, Configuration> {
    private final Map<List<Object>, Configuration> known = new HashMap<>();

    @Override
    public Configuration apply(HadoopFsRelation files) {
        return known.computeIfAbsent(
                List.of(files.sparkSession(), files.options()),
                reader -> files.sparkSession().sessionState().newHadoopConfWithOptions(files.options()));
    }
}
