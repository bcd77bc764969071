/**
 * Consent events and terms in; who may be used for what, as of an instant, out.
 *
 * <p>Called by app.
 */
@NullMarked
package org.sealedjoin.consent;

import org.jspecify.annotations.NullMarked;
