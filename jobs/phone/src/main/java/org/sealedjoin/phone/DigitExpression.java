package org.sealedjoin.phone;

import java.util.ArrayList;
import java.util.List;

/**
 * A regular expression over digits, of the kind that the numbering metadata holds: digits, {@code \d}, classes, groups, alternatives, bounded
 * repetition and a final {@code $}. Compiled to steps that are tried in their order, as {@code java.util.regex} tries them.
 *
 * <p>A step is one of {@link #DIGIT} (a set of digits as bits), {@link #FORK} (go on, or if that fails at another step), {@link #JUMP},
 * {@link #OPEN} and {@link #CLOSE} (bounds of the last group), {@link #END} (of the text), {@link #MATCH}.
 */
final class DigitExpression {
    static final int DIGIT = 0;
    static final int FORK = 1;
    static final int JUMP = 2;
    static final int OPEN = 3;
    static final int CLOSE = 4;
    static final int END = 5;
    static final int MATCH = 6;

    private static final int ANY_DIGIT = 0x3FF;

    private final String text;
    private final int lastGroup;
    private final List<int[]> steps = new ArrayList<>();
    private int at;
    private int groups;

    private DigitExpression(String text) {
        this.text = text;
        lastGroup = (int) text.chars().filter(c -> c == '(').count() - text.split("\\(\\?:", -1).length + 1;
    }

    /**
     * The steps of an expression: each a kind and its operand.
     *
     * @throws IllegalArgumentException if the expression uses anything else
     */
    static int[][] compile(String text) {
        var expression = new DigitExpression(text);
        expression.alternatives();
        if (expression.at < text.length()) {
            throw expression.unknown();
        }
        expression.add(MATCH, 0);
        return expression.steps.toArray(int[][]::new);
    }

    private void alternatives() {
        int start = steps.size();
        sequence();
        if (!take('|')) {
            return;
        }
        steps.add(start, new int[] {FORK, 0});
        shift(start);
        int jump = add(JUMP, 0);
        steps.get(start)[1] = steps.size();
        alternatives();
        steps.get(jump)[1] = steps.size();
    }

    private void sequence() {
        while (at < text.length() && text.charAt(at) != '|' && text.charAt(at) != ')') {
            int from = at;
            int groupsBefore = groups;
            int start = steps.size();
            piece();
            repeat(start, from, at, groupsBefore);
        }
    }

    private void piece() {
        char c = text.charAt(at++);
        if (c == '(') {
            boolean captured = !text.startsWith("?:", at);
            at += captured ? 0 : 2;
            boolean last = captured && ++groups == lastGroup;
            if (last) {
                add(OPEN, 0);
            }
            alternatives();
            require(')');
            if (last) {
                add(CLOSE, 0);
            }
        } else if (c == '[') {
            add(DIGIT, digitClass());
        } else if (c == '\\') {
            require('d');
            add(DIGIT, ANY_DIGIT);
        } else if (c == '$') {
            add(END, 0);
        } else {
            add(DIGIT, 1 << digit(c));
        }
    }

    /** Repeats the piece whose text runs from {@code from} to {@code to} and whose steps begin at {@code start}. */
    private void repeat(int start, int from, int to, int groupsBefore) {
        int least = 1;
        int most = 1;
        if (take('?')) {
            least = 0;
        } else if (take('{')) {
            least = number();
            most = take(',') ? number() : least;
            require('}');
        }
        int after = at;
        int optional = most - least;
        if (least == 0 && optional > 0) {
            steps.add(start, new int[] {FORK, 0});
            shift(start);
        }
        List<Integer> forks = new ArrayList<>();
        if (least == 0 && optional > 0) {
            forks.add(start);
        }
        for (int copy = 1; copy < most; copy++) {
            if (copy >= least) {
                forks.add(add(FORK, 0));
            }
            at = from;
            groups = groupsBefore;
            piece();
            if (at != to) {
                throw unknown();
            }
        }
        forks.forEach(fork -> steps.get(fork)[1] = steps.size());
        if (most == 0) {
            throw unknown();
        }
        at = after;
    }

    /** Moves targets that lie behind a step which was put in at {@code inserted}. */
    private void shift(int inserted) {
        for (int i = inserted + 1; i < steps.size(); i++) {
            int[] step = steps.get(i);
            if (step[0] == FORK || step[0] == JUMP) {
                step[1]++;
            }
        }
    }

    private int digitClass() {
        int set = 0;
        while (!take(']')) {
            int first = digit(text.charAt(at++));
            int last = take('-') ? digit(text.charAt(at++)) : first;
            for (int d = first; d <= last; d++) {
                set |= 1 << d;
            }
        }
        return set;
    }

    private int number() {
        int value = 0;
        int start = at;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            value = 10 * value + digit(text.charAt(at++));
        }
        if (at == start || value > 20) {
            throw unknown();
        }
        return value;
    }

    private int digit(char c) {
        if (c < '0' || c > '9') {
            throw unknown();
        }
        return c - '0';
    }

    private boolean take(char c) {
        boolean found = at < text.length() && text.charAt(at) == c;
        at += found ? 1 : 0;
        return found;
    }

    private void require(char c) {
        if (!take(c)) {
            throw unknown();
        }
    }

    private int add(int kind, int operand) {
        steps.add(new int[] {kind, operand});
        return steps.size() - 1;
    }

    private IllegalArgumentException unknown() {
        return new IllegalArgumentException("Cannot compile a pattern of the metadata: unknown syntax at " + at);
    }
}
