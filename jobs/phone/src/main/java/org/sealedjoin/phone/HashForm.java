package org.sealedjoin.phone;

import java.util.Optional;

/** Which text of a number an advertiser hashed. Both are in use, so our side computes both. */
public enum HashForm {
    /** With the plus: {@code +12025550146}. */
    E164("e164"),
    /** Without it: {@code 12025550146}. */
    DIGITS("digits");

    private final String word;

    HashForm(String word) {
        this.word = word;
    }

    /** The stable word, as in the column {@code hash_form} and the option {@code --form}. */
    public String word() {
        return word;
    }

    /** The form with that word, if there is one. */
    public static Optional<HashForm> ofWord(String word) {
        for (HashForm form : values()) {
            if (form.word.equals(word)) {
                return Optional.of(form);
            }
        }
        return Optional.empty();
    }

    String textOf(E164 number) {
        return this == E164 ? number.value() : number.digits();
    }
}
