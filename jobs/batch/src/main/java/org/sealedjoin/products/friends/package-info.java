/**
 * Friend suggestions from connections of ids.
 *
 * <p>Enters: the graph of connections, who agreed, what excludes a pair. Leaves: {@code friend_suggestions}. Called by app and evaluate.
 */
@NullMarked
package org.sealedjoin.products.friends;

import org.jspecify.annotations.NullMarked;
