/** Attempts to get out of the seal what must stay in it. */
package org.sealedjoin.seal.attack;
