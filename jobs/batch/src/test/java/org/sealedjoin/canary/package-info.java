/**
 * Canaries: a whole night over planted numbers, then a search of everything it left, on disk and in memory, for every form of them.
 * Never shipped.
 */
package org.sealedjoin.canary;
