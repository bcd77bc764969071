/**
 * Phone numbers without Spark: raw text to E.164, E.164 to SHA-256.
 *
 * <p>Enters: numbers as people typed them. Leaves: {@code E164} and {@code HashedNumber} values, which print nothing. Callers: the
 * seal's functions, {@code verify}, and the advertiser's own command line.
 */
@NullMarked
package org.sealedjoin.phone;

import org.jspecify.annotations.NullMarked;
