package org.sealedjoin.bench;

import java.util.List;

/** How a cost grows with the input. */
final class Growth {
    private Growth() {}

    /** A point: how much input, at what cost; both above 0. */
    record Point(double amount, double cost) {}

    /** The exponent e of the power law {@code cost = c x amount^e} that lies nearest in logarithms; NaN for fewer than two amounts. */
    static double exponent(List<Point> points) {
        double meanX = points.stream()
                .mapToDouble(point -> Math.log(point.amount()))
                .average()
                .orElse(Double.NaN);
        double meanY = points.stream()
                .mapToDouble(point -> Math.log(point.cost()))
                .average()
                .orElse(Double.NaN);
        double together = 0;
        double alone = 0;
        for (Point point : points) {
            double x = Math.log(point.amount()) - meanX;
            together += x * (Math.log(point.cost()) - meanY);
            alone += x * x;
        }
        return alone == 0 ? Double.NaN : together / alone;
    }

    /**
     * A straight line.
     *
     * @param fixed cost of no input at all
     * @param each cost of one more
     */
    record Line(double fixed, double each) {
        double at(double amount) {
            return fixed + each * amount;
        }
    }

    /**
     * The line whose relative errors are least in sum of squares, neither part of it below 0. Relative, since seconds of the smallest input
     * would otherwise count for nothing.
     */
    static Line line(List<Point> points) {
        double weights = 0;
        double x = 0;
        double y = 0;
        double xx = 0;
        double xy = 0;
        for (Point point : points) {
            double weight = 1 / Math.pow(Math.max(point.cost(), 1e-3), 2);
            weights += weight;
            x += weight * point.amount();
            y += weight * point.cost();
            xx += weight * point.amount() * point.amount();
            xy += weight * point.amount() * point.cost();
        }
        double spread = weights * xx - x * x;
        double each = spread <= 0 ? 0 : (weights * xy - x * y) / spread;
        double fixed = (y - each * x) / weights;
        if (each < 0) {
            return new Line(y / weights, 0);
        }
        return fixed < 0 ? new Line(0, xy / xx) : new Line(fixed, each);
    }
}
