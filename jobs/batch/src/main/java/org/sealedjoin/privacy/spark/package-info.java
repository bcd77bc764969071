/**
 * Budgets and ranges applied to plans. Enters: who wants to be told or counted, and the ledger. Leaves: who may. Called by products.
 */
@NullMarked
package org.sealedjoin.privacy.spark;

import org.jspecify.annotations.NullMarked;
