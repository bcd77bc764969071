/** Attempts to learn of one person from figures. */
package org.sealedjoin.privacy.attack;
