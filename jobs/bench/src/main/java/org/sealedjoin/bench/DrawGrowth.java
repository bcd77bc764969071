package org.sealedjoin.bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Draws seconds of whole runs against rows of address books, both on logarithmic axes, a line a system with its slope. */
final class DrawGrowth {
    private static final List<Color> COLORS = List.of(new Color(0x1b6ca8), new Color(0xc8553d), new Color(0x4f772d));

    private DrawGrowth() {}

    /** Writes a PNG file. */
    static void write(List<Cost> costs, Path file) throws IOException {
        System.setProperty("java.awt.headless", "true");
        XYChart chart = new XYChartBuilder()
                .width(800)
                .height(480)
                .xAxisTitle("rows of address books")
                .yAxisTitle("seconds, start of the process included")
                .build();
        chart.getStyler()
                .setXAxisLogarithmic(true)
                .setYAxisLogarithmic(true)
                .setLegendPosition(LegendPosition.InsideNW)
                .setChartBackgroundColor(Color.WHITE)
                .setMarkerSize(7);
        for (Competitor system : Competitor.values()) {
            List<Growth.Point> points = points(costs, system);
            if (!points.isEmpty()) {
                double slope = Growth.exponent(points);
                String name = Double.isNaN(slope)
                        ? system.word()
                        : String.format(Locale.ROOT, "%s, slope %.2f", system.word(), slope);
                XYSeries series = chart.addSeries(
                        name,
                        points.stream().mapToDouble(Growth.Point::amount).toArray(),
                        points.stream().mapToDouble(Growth.Point::cost).toArray());
                Color color = COLORS.get(system.ordinal());
                series.setMarkerColor(color);
                series.setLineColor(color);
                series.setLineStyle(new BasicStroke(2));
            }
        }
        Files.createDirectories(Objects.requireNonNull(file.toAbsolutePath().getParent()));
        BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
    }

    /** Seconds of whole runs of a system by rows, in the order of the rows. */
    static List<Growth.Point> points(List<Cost> costs, Competitor system) {
        return costs.stream()
                .filter(cost ->
                        cost.system().equals(system.word()) && cost.stage().equals(Cost.TOTAL))
                .sorted(java.util.Comparator.comparingLong(Cost::bookRows))
                .map(cost -> new Growth.Point(cost.bookRows(), cost.wallSeconds()))
                .toList();
    }
}
