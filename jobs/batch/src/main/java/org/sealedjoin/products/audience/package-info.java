/**
 * Advertisers' audiences: who is in them, and what the advertiser may know.
 *
 * <p>Enters: ids of rows that matched, and what advertisers sent without the hashes. Leaves: {@code audience_members} and {@code
 * audience_reports}. Called by app.
 */
@NullMarked
package org.sealedjoin.products.audience;

import org.jspecify.annotations.NullMarked;
