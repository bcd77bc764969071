package org.sealedjoin.release;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/**
 * Names a run: its as-of instant in basic ISO form, to the second, a dash and eight hexadecimal digits, for example {@code
 * 20161015T000000Z-1f2e3d4c}.
 */
public record RunId(String name) {
    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    public RunId {
        if (!name.matches("\\d{8}T\\d{6}Z-[0-9a-f]{8}")) {
            throw new IllegalArgumentException("A run id is <as-of>-<8 hex>");
        }
    }

    /** A new id for a run as of {@code asOf}. */
    public static RunId of(Instant asOf, SecureRandom random) {
        var distinct = new byte[4];
        random.nextBytes(distinct);
        return new RunId(BASIC.format(asOf) + "-" + HexFormat.of().formatHex(distinct));
    }

    @Override
    public String toString() {
        return name;
    }
}
