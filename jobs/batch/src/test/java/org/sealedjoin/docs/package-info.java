/** Runs what the documentation tells people to run, and holds what it shows against what comes out. */
package org.sealedjoin.docs;
