package org.sealedjoin.guard;

/** What the guard says of rows on their way to a sink. */
public sealed interface Review permits Approved, Refused {}
