/**
 * What one platform can tell the other of abuse, about people who agreed to that on both.
 *
 * <p>Enters: links for safety, counts of use, reports, standing of accounts, changes of numbers, ties that take reports away; ids, counts and
 * days only. Leaves: {@code abuse_signals}. Called by app.
 */
@NullMarked
package org.sealedjoin.products.safety;

import org.jspecify.annotations.NullMarked;
