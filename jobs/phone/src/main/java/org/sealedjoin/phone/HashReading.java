package org.sealedjoin.phone;

/** What became of one uploaded hash: the hash, or the reason why the text is none. */
public sealed interface HashReading {

    /** The text is a SHA-256 value. */
    record Hashed(HashedNumber number) implements HashReading {}

    /** The text cannot be a SHA-256 value. */
    record Malformed(HashFlaw flaw) implements HashReading {}
}
