package org.sealedjoin.generate;

import java.io.Serializable;
import java.util.Locale;
import org.sealedjoin.base.Require;
import org.sealedjoin.base.UsageFailure;

/**
 * What to generate. The same spec gives the same rows, on every machine and in any number of tasks.
 *
 * @param people how many people the world has; each is on one of the platforms or on both
 * @param bookRows how many address-book entries there are, exactly
 * @param forms how numbers are written in address books
 * @param numbers which numbers people have
 * @param format of the files
 * @param seed chooses one of many worlds of this size
 * @param uploadedRows about how many rows advertisers sent; 0: as many as their usual lists have
 */
public record GenerationSpec(
        long people, long bookRows, Forms forms, Numbers numbers, Format format, long seed, long uploadedRows)
        implements Serializable {
    /** Entries of an average address book in relation to all people, unless the caller says otherwise. */
    public static final long BOOK_ROWS_PER_PERSON = 20;

    /** How numbers are written. */
    public enum Forms {
        /** As people type them, among them things that are no numbers. */
        MIXED,
        /** All in E.164. */
        E164
    }

    /** Which numbers people have. */
    public enum Numbers {
        /** Only numbers that regulators keep for fiction. They are few. */
        FICTION,
        /** Any number that could be somebody's; such a set must not leave the machine. */
        ANY
    }

    /** How tables are stored. */
    public enum Format {
        PARQUET,
        CSV;

        /** The ending of file names, without the dot. */
        public String ending() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public GenerationSpec {
        Require.setting(people >= 100, "people", people, ">= 100");
        Require.setting(bookRows >= 0, "book-rows", bookRows, ">= 0");
        Require.setting(uploadedRows >= 0, "uploaded-rows", uploadedRows, ">= 0");
        long most = RegionPlans.mostPeople(numbers);
        if (people > most) {
            throw new UsageFailure("Cannot generate " + people + " people with numbers "
                    + numbers.name().toLowerCase(Locale.ROOT) + ": its ranges have numbers for " + most + " people");
        }
    }

    /** Lists of the usual lengths. */
    public GenerationSpec(long people, long bookRows, Forms forms, Numbers numbers, Format format, long seed) {
        this(people, bookRows, forms, numbers, format, seed, 0);
    }

    /** Everything as people have it, in Parquet: fictional numbers as long as they suffice, 20 entries a person. */
    public static GenerationSpec of(long people, long seed) {
        return new GenerationSpec(
                people, people * BOOK_ROWS_PER_PERSON, Forms.MIXED, numbersFor(people), Format.PARQUET, seed);
    }

    /** The numbers a world of that size has unless the caller chooses: fictional ones as long as they suffice. */
    public static Numbers numbersFor(long people) {
        return people <= RegionPlans.mostPeople(Numbers.FICTION) ? Numbers.FICTION : Numbers.ANY;
    }
}
