package notebook;

import static notebook.Start.COLORS;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.SortedMap;
import java.util.function.ToDoubleBiFunction;

/** Draws ways from tables on the left to sinks on the right. */
public final class DrawWays {
    private DrawWays() {}

    /** @param ways {@code table>sink}, and whether values of the table stand in the sink (orange) or only chose its rows (grey) */
    public static BufferedImage draw(SortedMap<String, Boolean> ways) {
        List<String> from = ways.keySet().stream().map(way -> way.split(">")[0]).distinct().sorted().toList();
        List<String> to = ways.keySet().stream().map(way -> way.split(">")[1]).distinct().sorted().toList();
        int height = 40 + 34 * Math.max(from.size(), to.size());
        var image = new BufferedImage(900, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, 900, height);
        ToDoubleBiFunction<List<String>, String> y = (side, name) -> 40 + (side.indexOf(name) + 0.5) * (height - 60) / side.size();
        g.setStroke(new BasicStroke(1.3f));
        for (boolean explicit : new boolean[] {false, true}) {
            g.setColor(explicit ? COLORS.get(1) : new Color(0xc4c4c4));
            ways.forEach((way, values) -> {
                if (values == explicit) {
                    double left = y.applyAsDouble(from, way.split(">")[0]);
                    double right = y.applyAsDouble(to, way.split(">")[1]);
                    var curve = new Path2D.Double();
                    curve.moveTo(230, left);
                    curve.curveTo(430, left, 470, right, 660, right);
                    g.draw(curve);
                }
            });
        }
        g.setColor(Color.DARK_GRAY);
        g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 13));
        g.drawString("input tables", 145, 22);
        g.drawString("what leaves the run", 668, 22);
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        from.forEach(name -> g.drawString(name, 222 - g.getFontMetrics().stringWidth(name), (float) y.applyAsDouble(from, name) + 4));
        to.forEach(name -> g.drawString(name, 668, (float) y.applyAsDouble(to, name) + 4));
        g.dispose();
        return image;
    }
}
