package org.sealedjoin.privacy;

import org.sealedjoin.base.Require;

/**
 * What a figure costs, and what may be lost in a {@link Period}.
 *
 * @param figure loss of a new figure that somebody asks for
 * @param perAsker most that one advertiser, or one owner of businesses, may learn of any one person
 * @param perPerson most that may be learnt of one person by all askers and metrics together
 * @param everybody part of {@code perPerson} that is set aside when a period begins, for figures that count everybody
 */
public record BudgetPolicy(Epsilon figure, Epsilon perAsker, Epsilon perPerson, Epsilon everybody) {
    public BudgetPolicy {
        Require.setting(
                figure.millionths() <= perAsker.millionths(),
                "privacy.asker-budget",
                perAsker,
                ">= privacy.figure-epsilon");
        Require.setting(
                perAsker.millionths() <= perPerson.millionths(),
                "privacy.person-budget",
                perPerson,
                ">= privacy.asker-budget");
        Require.setting(
                everybody.millionths() <= perPerson.millionths() - perAsker.millionths(),
                "usage.month-budget",
                everybody,
                "<= privacy.person-budget - privacy.asker-budget");
    }

    /** New figures that one asker gets in a period. */
    public long figuresPerAsker() {
        return perAsker.millionths() / figure.millionths();
    }

    /** New figures of a period in which one person is counted, beside those that count everybody. */
    public long figuresPerPerson() {
        return (perPerson.millionths() - everybody.millionths()) / figure.millionths();
    }
}
