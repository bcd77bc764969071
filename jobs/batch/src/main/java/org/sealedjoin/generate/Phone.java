package org.sealedjoin.generate;

/**
 * A synthetic number.
 *
 * @param plan of the region it belongs to
 * @param national the national (significant) number, digits only
 * @param areaDigits how many leading digits people set apart
 */
record Phone(RegionPlan plan, String national, int areaDigits) {
    String e164() {
        return "+" + plan.countryCode() + national;
    }

    String region() {
        return plan.region();
    }

    /** The part set apart in writing. */
    String area() {
        return national.substring(0, areaDigits);
    }

    /** The part after the one set apart. */
    String rest() {
        return national.substring(areaDigits);
    }

    @Override
    public String toString() {
        return "Phone[" + plan.region() + "]";
    }
}
