/** Attacks on what is published: a run is corrupted on purpose, and the second reading must notice. */
package org.sealedjoin.verify.attack;
