package org.sealedjoin.guard;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.plans.logical.CreateTable;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedDataSource;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedTableSpec;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.execution.datasources.CreateTempViewUsing;
import org.sealedjoin.base.GuaranteeFailure;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;

/**
 * Asked by Spark about every plan before it looks for the columns of files. Refuses to have the columns of protected files told by their
 * rows: such a look reads rows without a plan, and puts what it finds into the names of columns.
 */
final class JudgeReaders extends Rule<LogicalPlan> {
    /** Formats whose files, or which themselves, say what columns there are. */
    private static final Set<String> SAY_THEIR_COLUMNS = Set.of("parquet", "orc", "text", "binaryfile");

    private final transient FlowGuard guard;
    private final transient SparkSession session;

    JudgeReaders(FlowGuard guard, SparkSession session) {
        this.guard = guard;
        this.session = session;
    }

    /** Files that someone wants to read without saying what columns they have. */
    private record Asked(String format, List<String> paths, Map<String, String> options) {}

    @Override
    public LogicalPlan apply(LogicalPlan plan) {
        if (guard.active().isPresent()) {
            guard.timed(() -> {
                plan.foreachWithSubqueries(each -> {
                    asked(each).forEach(this::judge);
                    return BoxedUnit.UNIT;
                });
                return true;
            });
        }
        return plan;
    }

    private static List<Asked> asked(LogicalPlan plan) {
        if (plan instanceof UnresolvedDataSource source
                && source.userSpecifiedSchema().isEmpty()) {
            return List.of(
                    asked(source.format(), Plans.list(source.paths()), CollectionConverters.asJava(source.options())));
        }
        if (plan instanceof UnresolvedRelation relation
                && relation.multipartIdentifier().size() == 2) {
            return List.of(asked(
                    relation.multipartIdentifier().head(),
                    List.of(relation.multipartIdentifier().last()),
                    relation.options().asCaseSensitiveMap()));
        }
        if (plan instanceof CreateTempViewUsing view
                && view.userSpecifiedSchema().isEmpty()) {
            return List.of(asked(view.provider(), List.of(), CollectionConverters.asJava(view.options())));
        }
        if (plan instanceof org.apache.spark.sql.execution.datasources.CreateTable table
                && table.tableDesc().schema().isEmpty()) {
            return List.of(asked(
                    table.tableDesc().provider().getOrElse(() -> ""),
                    Plans.optional(table.tableDesc().storage().locationUri()).stream()
                            .map(String::valueOf)
                            .toList(),
                    CollectionConverters.asJava(table.tableDesc().storage().properties())));
        }
        if (plan instanceof CreateTable table
                && table.columns().isEmpty()
                && table.tableSpec() instanceof UnresolvedTableSpec spec) {
            var options = new java.util.HashMap<String, String>();
            Plans.list(spec.optionExpression().options())
                    .forEach(option -> options.put(option._1(), option._2().toString()));
            return List.of(asked(
                    spec.provider().getOrElse(() -> ""),
                    Plans.optional(spec.location()).stream().toList(),
                    options));
        }
        return List.of();
    }

    private static Asked asked(String format, List<String> paths, Map<String, String> options) {
        var all = new ArrayList<>(paths);
        options.forEach((key, value) -> {
            if (key.equalsIgnoreCase("path")) {
                all.add(value);
            }
        });
        return new Asked(format.toLowerCase(Locale.ROOT), all, options);
    }

    private void judge(Asked asked) {
        if (SAY_THEIR_COLUMNS.contains(asked.format())) {
            return;
        }
        Configuration hadoop = session.sessionState()
                .newHadoopConfWithOptions(Map$.MODULE$.from(CollectionConverters.asScala(asked.options())));
        for (String path : asked.paths()) {
            if (leadsInside(path, hadoop)) {
                guard.countJudged(false);
                throw new GuaranteeFailure(
                        "Cannot run a query for " + Sink.ANYWHERE.name()
                                + ": the columns of files in a protected folder would be told by their rows (need a schema, or Parquet)");
            }
        }
    }

    /** Whether a path or pattern leads to protected files, perhaps by links; what cannot be looked at leads nowhere, and Spark says why. */
    private boolean leadsInside(String path, Configuration hadoop) {
        try {
            var pattern = new Path(path);
            FileSystem files = pattern.getFileSystem(hadoop);
            FileStatus[] found = files.globStatus(pattern);
            for (FileStatus each : found == null ? new FileStatus[0] : found) {
                if (isProtected(each, hadoop)) {
                    return true;
                }
                RemoteIterator<LocatedFileStatus> below = files.listFiles(each.getPath(), true);
                while (below.hasNext()) {
                    if (isProtected(below.next(), hadoop)) {
                        return true;
                    }
                }
            }
            return false;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    private boolean isProtected(FileStatus file, Configuration hadoop) {
        return guard.sources().isProtected(Places.of(file.getPath(), hadoop));
    }
}
