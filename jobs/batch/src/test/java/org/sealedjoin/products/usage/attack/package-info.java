/** Attacks on usage figures. */
package org.sealedjoin.products.usage.attack;
