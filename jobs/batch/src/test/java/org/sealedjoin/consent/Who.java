package org.sealedjoin.consent;

import java.time.Instant;
import java.time.LocalDate;
import org.sealedjoin.consent.ConsentCase.Person;

/** A person of a scenario: an ordinary adult, unless said otherwise. */
record Who(String platform, String status, String region, Instant joinedAt, LocalDate birthDate) {
    static Who user() {
        return new Who("messaging", "active", "US", Instant.parse("2016-01-01T00:00:00Z"), null);
    }

    static Who account() {
        return new Who("social", "active", "US", null, LocalDate.parse("1990-01-01"));
    }

    Who status(String other) {
        return new Who(platform, other, region, joinedAt, birthDate);
    }

    Who region(String other) {
        return new Who(platform, status, other, joinedAt, birthDate);
    }

    Who joined(Instant at) {
        return new Who(platform, status, region, at, birthDate);
    }

    /** Null: nobody knows. */
    Who born(String day) {
        return new Who(platform, status, region, joinedAt, day == null ? null : LocalDate.parse(day));
    }

    Person named(long id) {
        return new Person(platform, id, status, region, joinedAt, birthDate);
    }
}
