/** Attempts to learn from suggestions who a number belongs to. */
package org.sealedjoin.products.friends.attack;
