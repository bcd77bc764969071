package org.sealedjoin.app;

import java.io.PrintStream;
import java.security.SecureRandom;
import java.time.Clock;

/**
 * What a command gets from outside.
 *
 * @param out what the user asked for
 * @param err progress and failures
 */
record Context(Clock clock, SecureRandom random, PrintStream out, PrintStream err) {}
