package org.sealedjoin.table;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Does independent pieces of work at once, so that Spark has one to run while the driver plans another. */
public final class AtOnce {
    private static final int THREADS = 4;

    private AtOnce() {}

    /**
     * What {@code work} makes of each piece, in the order of the pieces. When a piece fails, later ones that have not begun are left, and all others
     * are waited for; then the failure of the first piece that failed is thrown as it is. Which one that is depends on the pieces alone.
     */
    public static <T, R> List<R> map(List<T> pieces, Function<T, R> work) {
        var firstFailed = new AtomicInteger(pieces.size());
        // New threads each time: Spark's session and the properties of its jobs pass from a thread to those that it
        // starts.
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            var begun = new ArrayList<Future<R>>();
            for (int i = 0; i < pieces.size(); i++) {
                int place = i;
                begun.add(threads.submit(() -> {
                    if (place > firstFailed.get()) {
                        throw new CancellationException();
                    }
                    try {
                        return work.apply(pieces.get(place));
                    } catch (Throwable e) {
                        // Errors too, and what Spark throws without declaring it: it goes on as it is.
                        firstFailed.accumulateAndGet(place, Math::min);
                        throw e;
                    }
                }));
            }
            return gathered(begun);
        } finally {
            threads.shutdown();
        }
    }

    private static <R> List<R> gathered(List<Future<R>> begun) {
        var made = new ArrayList<R>();
        Throwable first = null;
        for (Future<R> each : begun) {
            try {
                made.add(each.get());
            } catch (ExecutionException e) {
                first = first == null ? e.getCause() : first;
            } catch (InterruptedException e) {
                begun.forEach(other -> other.cancel(true));
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted", e);
            }
        }
        if (first != null) {
            AtOnce.<RuntimeException>rethrow(first);
        }
        return made;
    }

    /** What Spark threw without declaring it is told from other failures by its class, so it stays undisguised. */
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void rethrow(Throwable failure) throws E {
        throw (E) failure;
    }
}
