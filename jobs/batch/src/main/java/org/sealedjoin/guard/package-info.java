/**
 * What may flow where: sinks and the labels that each may receive.
 *
 * <p>Knows labels and sinks, and no table of this project. Only {@code table} declares sinks.
 */
@NullMarked
package org.sealedjoin.guard;

import org.jspecify.annotations.NullMarked;
