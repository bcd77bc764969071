package org.sealedjoin.evaluate;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Curves of true against false positives as one SVG picture. */
public final class DrawCurves {
    private static final int SIDE = 480;
    private static final int MARGIN = 56;
    private static final List<String> COLOURS =
            List.of("#0b5394", "#b45f06", "#38761d", "#741b47", "#666666", "#990000", "#134f5c");

    /** @param curves by name, drawn and named in this order */
    public String apply(Map<String, List<Quality.Point>> curves) {
        var svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%1$d\" font-family=\"sans-serif\""
                        + " font-size=\"13\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n",
                SIDE + 2 * MARGIN));
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%1$d\" y=\"%1$d\" width=\"%2$d\" height=\"%2$d\" fill=\"none\" stroke=\"#999\"/>%n",
                MARGIN,
                SIDE));
        svg.append(text(MARGIN + SIDE / 2 - 90, SIDE + MARGIN + 36, "share of false pairs above the limit", "#333"));
        svg.append(text(MARGIN, MARGIN - 18, "share of true pairs above the limit", "#333"));
        int place = 0;
        for (Map.Entry<String, List<Quality.Point>> curve : curves.entrySet()) {
            String colour = COLOURS.get(place % COLOURS.size());
            svg.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"")
                    .append(colour)
                    .append("\" points=\"");
            for (Quality.Point point : curve.getValue()) {
                svg.append(String.format(
                        Locale.ROOT,
                        "%.1f,%.1f ",
                        MARGIN + point.falsePositives() * SIDE,
                        MARGIN + (1 - point.truePositives()) * SIDE));
            }
            svg.append("\"/>\n");
            svg.append(text(MARGIN + SIDE - 200, SIDE + MARGIN - 150 + 20 * place, curve.getKey(), colour));
            place++;
        }
        return svg.append("</svg>\n").toString();
    }

    private static String text(int x, int y, String words, String colour) {
        return String.format(Locale.ROOT, "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>%n", x, y, colour, words);
    }
}
