/** Attempts to get a labelled column out of Spark past the flow guard. */
package org.sealedjoin.guard.attack;
