/**
 * Quality of suggestions against friendships that were hidden from the run.
 *
 * <p>Enters: suggestions and hidden pairs. Leaves: figures only. Called by app.
 */
@NullMarked
package org.sealedjoin.evaluate;

import org.jspecify.annotations.NullMarked;
