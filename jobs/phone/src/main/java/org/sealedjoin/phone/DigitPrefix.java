package org.sealedjoin.phone;

/** Finds a pattern at the start of digits, with the end and the last group that {@code java.util.regex.Matcher#lookingAt} would find. */
final class DigitPrefix {
    /** No match. */
    static final int NONE = -1;

    private static final int NO_GROUP = 0xFF;

    private final int[] kinds;
    private final int[] operands;
    private final int firstDigits;

    /** @throws IllegalArgumentException if the pattern is beyond {@link DigitExpression} */
    DigitPrefix(String regex) {
        int[][] steps = DigitExpression.compile(regex);
        kinds = new int[steps.length];
        operands = new int[steps.length];
        for (int i = 0; i < steps.length; i++) {
            kinds[i] = steps[i][0];
            operands[i] = steps[i][1];
        }
        firstDigits = firstDigits(0);
    }

    /** The match in {@code digits[from, to)} packed for {@link #end}, {@link #groupStart} and {@link #groupEnd}, or {@link #NONE}. */
    int find(byte[] digits, int from, int to) {
        if (from < to && (firstDigits >> (digits[from] - '0') & 1) == 0) {
            return NONE;
        }
        return run(0, digits, from, from, to, NO_GROUP << 8 | NO_GROUP);
    }

    /** How many digits were matched. */
    static int end(int match) {
        return match >> 16;
    }

    static boolean hasGroup(int match) {
        return (match & 0xFF) != NO_GROUP;
    }

    /** Where the last group starts, counted from the first digit. */
    static int groupStart(int match) {
        return match >> 8 & 0xFF;
    }

    static int groupEnd(int match) {
        return match & 0xFF;
    }

    private int run(int start, byte[] digits, int from, int position, int to, int foundGroup) {
        int step = start;
        int at = position;
        int group = foundGroup;
        while (true) {
            int operand = operands[step];
            switch (kinds[step]) {
                case DigitExpression.DIGIT -> {
                    if (at == to || (operand >> (digits[at] - '0') & 1) == 0) {
                        return NONE;
                    }
                    at++;
                    step++;
                }
                case DigitExpression.FORK -> {
                    int match = run(step + 1, digits, from, at, to, group);
                    if (match != NONE) {
                        return match;
                    }
                    step = operand;
                }
                case DigitExpression.JUMP -> step = operand;
                case DigitExpression.OPEN -> {
                    group = at - from << 8 | NO_GROUP;
                    step++;
                }
                case DigitExpression.CLOSE -> {
                    group = group & 0xFF00 | at - from;
                    step++;
                }
                case DigitExpression.END -> {
                    if (at != to) {
                        return NONE;
                    }
                    step++;
                }
                default -> {
                    return at - from << 16 | group;
                }
            }
        }
    }

    /** Digits that a match can begin with, as bits; all of them if it can be empty. */
    private int firstDigits(int step) {
        return switch (kinds[step]) {
            case DigitExpression.DIGIT -> operands[step];
            case DigitExpression.FORK -> firstDigits(step + 1) | firstDigits(operands[step]);
            case DigitExpression.JUMP -> firstDigits(operands[step]);
            case DigitExpression.OPEN, DigitExpression.CLOSE -> firstDigits(step + 1);
            default -> 0x3FF;
        };
    }
}
