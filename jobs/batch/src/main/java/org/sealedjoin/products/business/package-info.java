/**
 * Messages from businesses: who may receive which kind from which business, and what a business may know of how many these are.
 *
 * <p>Enters: businesses, and customers, choices and sends of people who agreed. Leaves: {@code business_eligibility} and {@code
 * reach_reports}. Called by app.
 */
@NullMarked
package org.sealedjoin.products.business;

import org.jspecify.annotations.NullMarked;
