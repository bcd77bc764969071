package org.sealedjoin.guard;

/**
 * The rows may not go to the sink.
 *
 * @param reason one line: sink, column, label and the way it took, or what the guard does not understand. Holds no value of a row
 */
public record Refused(String reason) implements Review {}
