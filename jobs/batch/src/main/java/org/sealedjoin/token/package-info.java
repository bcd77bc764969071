/**
 * The run key and the functions that turn numbers into tokens.
 *
 * <p>Called by seal, and by verify under a key of its own.
 */
@NullMarked
package org.sealedjoin.token;

import org.jspecify.annotations.NullMarked;
