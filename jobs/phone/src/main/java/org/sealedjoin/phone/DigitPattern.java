package org.sealedjoin.phone;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tells whether digits match a pattern as a whole, one table look-up a digit: a deterministic automaton built from the pattern. */
final class DigitPattern {
    private static final int MOST_STATES = 10_000;

    private final short[] next;
    private final boolean[] accepting;

    /** @throws IllegalArgumentException if the pattern is beyond {@link DigitExpression} */
    DigitPattern(String regex) {
        int[][] steps = DigitExpression.compile(regex);
        Map<BitSet, Integer> numbers = new HashMap<>();
        List<BitSet> states = new ArrayList<>();
        List<int[]> rows = new ArrayList<>();
        numbers.put(new BitSet(), 0);
        states.add(new BitSet());
        var first = new BitSet();
        follow(steps, 0, first);
        numbers.put(first, 1);
        states.add(first);
        for (int state = 0; state < states.size(); state++) {
            int[] row = new int[10];
            for (int digit = 0; digit < 10; digit++) {
                BitSet target = step(steps, states.get(state), digit);
                row[digit] = numbers.computeIfAbsent(target, unseen -> {
                    states.add(unseen);
                    return states.size() - 1;
                });
            }
            rows.add(row);
            if (states.size() > MOST_STATES) {
                throw new IllegalArgumentException("Cannot compile a pattern of the metadata: too many states");
            }
        }
        next = new short[10 * states.size()];
        accepting = new boolean[states.size()];
        for (int state = 0; state < states.size(); state++) {
            for (int digit = 0; digit < 10; digit++) {
                next[10 * state + digit] = (short) rows.get(state)[digit];
            }
            accepting[state] = states.get(state).get(steps.length - 1);
        }
    }

    boolean matches(byte[] digits, int from, int to) {
        int state = 1;
        for (int i = from; i < to && state != 0; i++) {
            state = next[10 * state + digits[i] - '0'];
        }
        return accepting[state];
    }

    private static BitSet step(int[][] steps, BitSet state, int digit) {
        var target = new BitSet();
        state.stream()
                .filter(at -> steps[at][0] == DigitExpression.DIGIT && (steps[at][1] >> digit & 1) == 1)
                .forEach(at -> follow(steps, at + 1, target));
        return target;
    }

    /** Adds what can be reached without a digit: steps that read one, and the last. */
    private static void follow(int[][] steps, int at, BitSet reached) {
        switch (steps[at][0]) {
            case DigitExpression.DIGIT, DigitExpression.MATCH -> reached.set(at);
            case DigitExpression.FORK -> {
                follow(steps, at + 1, reached);
                follow(steps, steps[at][1], reached);
            }
            case DigitExpression.JUMP -> follow(steps, steps[at][1], reached);
            case DigitExpression.OPEN, DigitExpression.CLOSE -> follow(steps, at + 1, reached);
            default -> throw new IllegalArgumentException("Cannot compile a pattern of the metadata: $ inside");
        }
    }
}
