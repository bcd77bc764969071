package org.sealedjoin.products.friends;

/** The best of many scored slots: a heap of bounded size with the worst of the kept on top. Of equal scores the smaller id is better. */
final class BestFew {
    private int limit;
    private double[] scores = new double[64];
    private long[] ids = new long[64];
    private int[] slots = new int[64];
    private int size;

    /** Forgets everything; at most {@code most} are kept from now on. */
    void start(int most) {
        limit = most;
        size = 0;
    }

    int size() {
        return size;
    }

    double score(int place) {
        return scores[place];
    }

    int slot(int place) {
        return slots[place];
    }

    void offer(double score, long id, int slot) {
        if (size < limit) {
            if (size == ids.length) {
                scores = java.util.Arrays.copyOf(scores, size * 2);
                ids = java.util.Arrays.copyOf(ids, size * 2);
                slots = java.util.Arrays.copyOf(slots, size * 2);
            }
            int place = size++;
            while (place > 0 && worse(score, id, (place - 1) / 2)) {
                move((place - 1) / 2, place);
                place = (place - 1) / 2;
            }
            put(place, score, id, slot);
        } else if (!worse(score, id, 0)) {
            sink(score, id, slot, size);
        }
    }

    /** Puts the kept into order, the best first. Nothing can be offered afterwards. */
    void sort() {
        for (int last = size - 1; last > 0; last--) {
            double score = scores[last];
            long id = ids[last];
            int slot = slots[last];
            move(0, last);
            sink(score, id, slot, last);
        }
    }

    private void sink(double score, long id, int slot, int below) {
        int place = 0;
        for (int child = 1; child < below; child = 2 * place + 1) {
            if (child + 1 < below && worse(scores[child + 1], ids[child + 1], child)) {
                child++;
            }
            if (worse(score, id, child)) {
                break;
            }
            move(child, place);
            place = child;
        }
        put(place, score, id, slot);
    }

    private boolean worse(double score, long id, int place) {
        return score < scores[place] || score == scores[place] && id > ids[place];
    }

    private void move(int from, int to) {
        put(to, scores[from], ids[from], slots[from]);
    }

    private void put(int place, double score, long id, int slot) {
        scores[place] = score;
        ids[place] = id;
        slots[place] = slot;
    }
}
