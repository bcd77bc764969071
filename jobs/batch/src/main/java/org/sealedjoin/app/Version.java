package org.sealedjoin.app;

/** Version of this program, from the jar it was shipped in. */
final class Version {
    static final String OF_PROGRAM = ofProgram();

    private Version() {}

    private static String ofProgram() {
        String shipped = Version.class.getPackage().getImplementationVersion();
        return shipped == null ? "development" : shipped;
    }
}
