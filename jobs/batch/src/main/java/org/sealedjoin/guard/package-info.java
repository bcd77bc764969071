/**
 * A flow guard for Spark: computes from each plan which columns of which tables reach where, and stops the plan before a task starts
 * if one goes where it may not.
 *
 * <p>In come a {@link org.sealedjoin.guard.FlowPolicy}, {@link org.sealedjoin.guard.SourceTable}s and
 * {@link org.sealedjoin.guard.Sink}s; out go {@link org.sealedjoin.guard.Approved} rows, or a refusal. Knows labels and no table of
 * this project: {@code docs/guard.md} shows how to use it alone, and {@code GuardAloneTest} does so.
 *
 * <p>Whoever may call {@code adopt}, {@code protect}, {@code forget} or {@code declare} makes the rules; whoever may not is held to them.
 */
@NullMarked
package org.sealedjoin.guard;

import org.jspecify.annotations.NullMarked;
