package org.sealedjoin.consent;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.sealedjoin.base.Require;

/**
 * How consent is decided where 2016's terms and today's law differ.
 *
 * @param silence what it means that a person of the messaging platform never answered
 * @param lateObjection what a denial is worth once the window for objecting is over
 * @param regrant whether a yes to earlier terms outlives newer ones
 */
public record ConsentPolicy(Silence silence, LateObjection lateObjection, Regrant regrant) {
    public ConsentPolicy {
        Objects.requireNonNull(silence);
        Objects.requireNonNull(lateObjection);
        Objects.requireNonNull(regrant);
    }

    /** The default: silence is no, every denial counts, a yes outlives newer terms. */
    public static ConsentPolicy strict() {
        return new ConsentPolicy(Silence.DENY, LateObjection.HONOR, Regrant.NOT_NEEDED);
    }

    /**
     * The policy that three settings name.
     *
     * @param silence {@code consent.silence}: {@code deny} or {@code accept}
     * @param lateObjection {@code consent.late-objection}: {@code honor} or {@code ignore}
     * @param regrant {@code consent.regrant}: {@code true} or {@code false}
     * @throws org.sealedjoin.base.UsageFailure when one is another word
     */
    public static ConsentPolicy ofSettings(String silence, String lateObjection, String regrant) {
        return new ConsentPolicy(
                named("consent.silence", silence, Silence.values()),
                named("consent.late-objection", lateObjection, LateObjection.values()),
                named("consent.regrant", regrant, Regrant.values()));
    }

    private static <T extends Word> T named(String setting, String word, T[] choices) {
        List<T> named = Arrays.stream(choices)
                .filter(choice -> choice.word().equals(word))
                .toList();
        String limit = Arrays.stream(choices).map(Word::word).collect(Collectors.joining(" or "));
        Require.setting(!named.isEmpty(), setting, word, limit);
        return named.get(0);
    }

    private sealed interface Word {
        String word();
    }

    /** What silence means on the messaging platform once the window for objecting is over. It never means yes on the social network. */
    public enum Silence implements Word {
        /** Silence is no. */
        DENY,
        /** 2016's rule: silence is yes, save for business messages and in opt-in regions. */
        ACCEPT;

        /** The word of the setting {@code consent.silence}. */
        @Override
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a denial on the messaging platform is worth once the window for objecting is over. */
    public enum LateObjection implements Word {
        /** It counts like any other. */
        HONOR,
        /** 2016's rule, there to compare: it is treated as absent, save in opt-in regions. */
        IGNORE;

        /** The word of the setting {@code consent.late-objection}. */
        @Override
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether newer terms end a yes that was given to earlier ones. */
    public enum Regrant implements Word {
        /** A yes outlives newer terms. */
        NOT_NEEDED("false"),
        /** Only a yes to the terms in force counts. */
        NEEDED("true");

        private final String word;

        Regrant(String word) {
            this.word = word;
        }

        /** The word of the setting {@code consent.regrant}. */
        @Override
        public String word() {
            return word;
        }
    }
}
