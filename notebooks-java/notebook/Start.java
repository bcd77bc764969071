package notebook;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;

/** What every notebook begins with: where the samples are, a folder to work in, how a night over them is started, and charts that look alike. */
public final class Start {
    /** Folder of the samples. */
    public static final String SAMPLES = Path.of("..", "data-samples").toAbsolutePath().normalize().toString();

    /** The instant for a night over the samples. */
    public static final String AS_OF = "2016-10-15T00:00:00Z";

    /** Folder for this notebook alone, deleted when its kernel ends. */
    public static final String WORK = folder();

    /** Blue, orange, green, violet, grey. */
    public static final List<Color> COLORS = List.of(
            new Color(0x1b6ca8), new Color(0xe07a2f), new Color(0x5a9e6f), new Color(0x8a5a9e), new Color(0xb8b8b8));

    /** For a line that is no measurement. */
    public static final BasicStroke DASHED =
            new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 6}, 0);

    /** The samples are a thousand people, so floors are lower and budgets higher than for real ones; a rehearsal keeps no key. */
    private static final List<String> FOR_SAMPLES = List.of(
            "--set", "privacy.noise-key-provider=rehearsal", "--set", "audience.min-people=100", "--set", "business.min-people=50",
            "--set", "privacy.person-budget=100", "--set", "usage.month-budget=90", "--set", "usage.min-people=20");

    private Start() {}

    private static String folder() {
        try {
            Path folder = Files.createTempDirectory("sealedjoin-notebook");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> FileUtil.fullyDelete(folder.toFile())));
            return folder.toString();
        } catch (IOException e) {
            throw new IllegalStateException("Cannot make a folder to work in", e);
        }
    }

    /** The command that makes a run over the samples. */
    public static String[] over(String command, String output, String... more) {
        return Stream.of(List.of(command, "--input", SAMPLES, "--output", output, "--as-of", AS_OF), FOR_SAMPLES, List.of(more))
                .flatMap(List::stream)
                .toArray(String[]::new);
    }

    /** Prints a line. A cell that ends with {@code printf} would show the stream that printf gives back. */
    public static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    /** White, without frames, one set of colors. */
    public static void plain(Styler style) {
        style.setChartBackgroundColor(Color.WHITE);
        style.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
        style.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        style.setSeriesColors(COLORS.toArray(Color[]::new));
        style.setChartTitleBoxVisible(false);
        style.setLegendBorderColor(Color.WHITE);
        style.setPlotBorderVisible(false);
        style.setAntiAlias(true);
        if (style instanceof AxesChartStyler axes) {
            axes.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
            axes.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
            axes.setPlotGridLinesColor(new Color(0xe6e6e6));
            axes.setPlotGridVerticalLinesVisible(false);
        }
    }

    /** Bars that stand, the legend below. */
    public static CategoryChart bars(String title, String x, String y) {
        CategoryChart chart = new CategoryChartBuilder().width(820).height(380).title(title).xAxisTitle(x).yAxisTitle(y).build();
        plain(chart.getStyler());
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
        chart.getStyler().setAvailableSpaceFill(0.8);
        return chart;
    }

    /**
     * Bars that lie, for long names: one below the other, with their values.
     *
     * @param series for each color, its name and a value for each of {@code names}
     */
    public static BufferedImage sideways(String title, List<String> names, Map<String, List<? extends Number>> series) {
        int barHeight = series.size() == 1 ? 16 : 11;
        int rowHeight = barHeight * series.size() + 12;
        int height = 70 + rowHeight * names.size() + (series.size() == 1 ? 0 : 24);
        var image = new BufferedImage(820, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, image.getWidth(), height);
        g.setColor(Color.BLACK);
        g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
        g.drawString(title, (image.getWidth() - g.getFontMetrics().stringWidth(title)) / 2, 28);
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        double most = series.values().stream().flatMap(List::stream).mapToDouble(Number::doubleValue).max().orElse(1);
        double least = Math.min(0, series.values().stream().flatMap(List::stream).mapToDouble(Number::doubleValue).min().orElse(0));
        double scale = 510 / (most - least);
        int zero = 210 + (int) Math.round(-least * scale);
        for (int row = 0; row < names.size(); row++) {
            int top = 50 + row * rowHeight;
            g.setColor(Color.DARK_GRAY);
            g.drawString(names.get(row), 200 - g.getFontMetrics().stringWidth(names.get(row)), top + rowHeight / 2);
            int color = 0;
            for (List<? extends Number> values : series.values()) {
                double value = values.get(row).doubleValue();
                int length = (int) Math.round(Math.abs(value) * scale);
                int y = top + color * barHeight;
                g.setColor(COLORS.get(color++));
                g.fillRect(value < 0 ? zero - length : zero, y, length, barHeight - 1);
                g.setColor(Color.DARK_GRAY);
                g.drawString(value == Math.rint(value) ? String.valueOf((long) value) : String.format(Locale.ROOT, "%.1f", value),
                        Math.max(zero, zero + (int) Math.round(value * scale)) + 5, y + barHeight / 2 + 4);
            }
        }
        g.setColor(new Color(0x999999));
        g.drawLine(zero, 46, zero, 46 + rowHeight * names.size());
        if (series.size() > 1) {
            int x = 210;
            int color = 0;
            for (String name : series.keySet()) {
                g.setColor(COLORS.get(color++));
                g.fillRect(x, height - 24, 11, 11);
                g.setColor(Color.DARK_GRAY);
                g.drawString(name, x + 16, height - 14);
                x += g.getFontMetrics().stringWidth(name) + 50;
            }
        }
        g.dispose();
        return image;
    }

    /** Lines and points, the legend below. */
    public static XYChart lines(String title, String x, String y) {
        XYChart chart = new XYChartBuilder().width(820).height(400).title(title).xAxisTitle(x).yAxisTitle(y).build();
        plain(chart.getStyler());
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
        chart.getStyler().setMarkerSize(6);
        return chart;
    }

    /** The chart as a picture, which a notebook shows where a cell ends with it. */
    public static BufferedImage picture(Chart<?, ?> chart) {
        return BitmapEncoder.getBufferedImage(chart);
    }
}
