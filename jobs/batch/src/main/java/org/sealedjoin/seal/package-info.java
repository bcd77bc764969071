/**
 * The one package that may see raw numbers, hashed numbers and tokens. Tables with numbers in; ids out.
 *
 * <p>Called by app.
 */
@NullMarked
package org.sealedjoin.seal;

import org.jspecify.annotations.NullMarked;
