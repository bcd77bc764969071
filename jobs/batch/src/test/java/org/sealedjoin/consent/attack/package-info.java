/** Attempts to get a person used against their word. */
package org.sealedjoin.consent.attack;
