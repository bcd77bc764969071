package org.sealedjoin.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sealedjoin.base.InputFailure;

class AtOnceTest {
    @Test
    void map_piecesThatWaitForEachOther_givesAllInOrder() {
        var both = new CountDownLatch(2);
        List<Integer> made = AtOnce.map(List.of(3, 5), piece -> {
            both.countDown();
            await(both);
            return piece * piece;
        });
        assertThat(made).containsExactly(9, 25);
    }

    @Test
    void map_laterPieceFailsSooner_throwsFailureOfFirst() {
        var second = new CountDownLatch(1);
        assertThatThrownBy(() -> AtOnce.map(List.of("first", "second"), piece -> {
                    if (piece.equals("first")) {
                        await(second);
                    }
                    second.countDown();
                    throw new InputFailure("Cannot read " + piece);
                }))
                .isInstanceOf(InputFailure.class)
                .hasMessage("Cannot read first");
    }

    @Test
    void map_firstOfMany_failsAndOthersEndOrNeverBegin() {
        Set<Integer> begun = ConcurrentHashMap.newKeySet();
        Set<Integer> ended = ConcurrentHashMap.newKeySet();
        var failing = new CountDownLatch(1);
        List<Integer> pieces = IntStream.range(0, 1_000).boxed().toList();
        assertThatThrownBy(() -> AtOnce.map(pieces, piece -> {
                    begun.add(piece);
                    if (piece == 0) {
                        failing.countDown();
                        throw new InputFailure("Cannot read it");
                    }
                    await(failing);
                    pause();
                    ended.add(piece);
                    return piece;
                }))
                .hasMessage("Cannot read it");
        begun.remove(0);
        assertThat(ended).isEqualTo(begun).hasSizeLessThan(999);
    }

    @Test
    void map_undeclaredCheckedFailure_staysAsItIs() {
        var undeclared = new IOException("disk");
        assertThatThrownBy(() -> AtOnce.map(List.of(1), piece -> AtOnceTest.<RuntimeException>fail(undeclared)))
                .isSameAs(undeclared);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> int fail(Throwable failure) throws E {
        throw (E) failure;
    }

    @Test
    void map_work_hasWhatThreadsInherit() {
        var session = new InheritableThreadLocal<String>();
        session.set("of the caller");
        assertThat(AtOnce.map(List.of(1, 2, 3), piece -> session.get())).containsOnly("of the caller");
        session.set("set later");
        assertThat(AtOnce.map(List.of(1), piece -> session.get())).containsOnly("set later");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
