/**
 * Words that every other package shares: purposes, platforms, labels, failures.
 *
 * <p>Imports nothing of ours and nothing of Spark. Anything may call it.
 */
@NullMarked
package org.sealedjoin.base;

import org.jspecify.annotations.NullMarked;
