package org.sealedjoin.products.friends;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the ranking knows of a viewer and a person who may be suggested, computed once and named. A third person counts only by firm steps
 * (a friendship, or entries in both books) to both. Degrees are firm connections, so that nobody changes one by writing numbers down.
 */
public enum Feature {
    SHARED_FRIENDS("shared_friends", Sign.MORE, "third persons who are friends of both"),
    SHARED_FRIENDS_ADAMIC_ADAR("shared_friends_adamic_adar", Sign.MORE, "the same, each counting 1 / ln degree"),
    SHARED_FRIENDS_DAMPED("shared_friends_damped", Sign.MORE, "the same, each counting 1 / square root of degree"),
    SHARED_FRIENDS_ALLOCATION("shared_friends_allocation", Sign.MORE, "the same, each counting 1 / degree"),
    SHARED_CONTACTS(
            "shared_contacts", Sign.MORE, "other third persons, tied to at least one side by entries in both books"),
    SHARED_CONTACTS_ADAMIC_ADAR("shared_contacts_adamic_adar", Sign.MORE, "the same, each counting 1 / ln degree"),
    SHARED_CONTACTS_DAMPED("shared_contacts_damped", Sign.MORE, "the same, each counting 1 / square root of degree"),
    SHARED_CONTACTS_ALLOCATION("shared_contacts_allocation", Sign.MORE, "the same, each counting 1 / degree"),
    MUTUAL_ENTRY("mutual_entry", Sign.MORE, "1 if each has the other in the book"),
    ENTRY_BY_SUGGESTED("entry_by_suggested", Sign.MORE, "1 if only the suggested person has the viewer in the book"),
    CONNECTIONS_OF_SUGGESTED("log_connections_of_suggested", Sign.LESS, "ln (1 + degree of the suggested person)"),
    SAME_REGION("same_region", Sign.MORE, "1 if both accounts name the same region"),
    IMPRESSIONS("log_impressions", Sign.LESS, "ln (1 + times shown to the viewer without a reaction)");

    /** Which way a feature may move a score. */
    public enum Sign {
        MORE,
        LESS
    }

    private final String word;
    private final Sign sign;
    private final String meaning;

    Feature(String word, Sign sign, String meaning) {
        this.word = word;
        this.sign = sign;
        this.meaning = meaning;
    }

    /** As it stands in model files. */
    public String word() {
        return word;
    }

    /** More of it raises scores, or lowers them; a weight of the other sign is refused. */
    public Sign sign() {
        return sign;
    }

    /** One line for people. */
    public String meaning() {
        return meaning;
    }

    /** Whether a weight has the sign that this feature may have. */
    public boolean allows(double weight) {
        return sign == Sign.MORE ? weight >= 0 : weight <= 0;
    }

    /** The feature of that name in model files. */
    public static Optional<Feature> of(String word) {
        return Arrays.stream(values())
                .filter(feature -> feature.word.equals(word))
                .findFirst();
    }

    /** Names in the order of {@link #values}. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Feature::word).toList();
    }
}
