/**
 * Figures about how much the platforms are used. Enters: use by person and day, regions, links of people who agreed on both sides, what was
 * set aside of everybody's budget. Leaves: noisy, reconciled figures of public cells. Called by {@code app}.
 */
@NullMarked
package org.sealedjoin.products.usage;

import org.jspecify.annotations.NullMarked;
