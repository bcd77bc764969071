package org.sealedjoin.bench;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** HMAC-SHA-256 of 32 bytes a second on one core, by Java's {@code Mac} and from copied first states. Compare with {@code openssl speed -hmac sha256 -bytes 32}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
// JMH fills the fields before it measures.
@SuppressWarnings("NullAway.Init")
public class TokenizeBenchmark {
    private final byte[] key = new byte[32];
    private final byte[] message = new byte[32];
    private final byte[] result = new byte[32];
    private Mac mac;
    private MessageDigest inner;
    private MessageDigest outer;

    /** Absorbs a key of zeros. */
    @Setup
    public void absorb() throws GeneralSecurityException {
        mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        inner = absorbed((byte) 0x36);
        outer = absorbed((byte) 0x5c);
    }

    /** Four blocks are hashed: Java's {@code Mac} hashes the key's two anew. */
    @Benchmark
    public byte[] mac() throws GeneralSecurityException {
        mac.update(message, 0, message.length);
        mac.doFinal(result, 0);
        return result;
    }

    /** Two blocks are hashed, and two states copied and overwritten, as the tokenizer of a run does it. */
    @Benchmark
    public byte[] copiedStates() throws GeneralSecurityException, CloneNotSupportedException {
        finish(inner, message);
        finish(outer, result);
        return result;
    }

    private void finish(MessageDigest state, byte[] text) throws GeneralSecurityException, CloneNotSupportedException {
        var copy = (MessageDigest) state.clone();
        copy.update(text, 0, text.length);
        copy.digest(result, 0, result.length);
        copy.reset();
    }

    private static MessageDigest absorbed(byte pad) throws GeneralSecurityException {
        MessageDigest state = MessageDigest.getInstance("SHA-256");
        for (int i = 0; i < 64; i++) {
            state.update(pad);
        }
        return state;
    }
}
