package org.sealedjoin.products.friends;

import java.util.ArrayList;
import java.util.List;

/**
 * A person's list of neighbours in few bytes, and what a viewer's own list tells of the viewer. The degree first; then 1 and the viewer's
 * traits, region and number of removals, or 0; then the neighbours; then what was shown.
 */
final class PackedList {
    private final long degree;
    private final List<Neighbour> neighbours;
    private final int home;

    /** @param degree firm connections of the person */
    PackedList(long degree, List<Neighbour> neighbours) {
        this.degree = degree;
        this.neighbours = neighbours;
        this.home = home(neighbours);
    }

    /** The region of the one in the middle, which is most often that of the most. */
    private static int home(List<Neighbour> neighbours) {
        int[] regions = neighbours.stream().mapToInt(Neighbour::region).sorted().toArray();
        return regions.length == 0 ? 0 : regions[regions.length / 2];
    }

    /** For blocks that the person is not in. */
    byte[] packed() {
        var packing = new Packing();
        packing.number(degree);
        packing.number(0);
        list(packing);
        return packing.packed();
    }

    /**
     * For the person's own block.
     *
     * @param adult whether the person is one
     * @param removed how many of the person's suggestions may be taken out later
     */
    byte[] packed(boolean adult, int region, long removed, List<ChooseBest.Shown> shown) {
        var packing = new Packing();
        packing.number(degree);
        packing.number(1);
        // Whether viewers want to be found themselves does not matter for what they see.
        packing.number(People.traits(adult, false));
        packing.number(region);
        packing.number(removed);
        list(packing);
        for (ChooseBest.Shown each : shown) {
            packing.id(each.account());
            packing.number(each.times());
        }
        return packing.packed();
    }

    private void list(Packing packing) {
        packing.number(home);
        packing.number(neighbours.size());
        neighbours.forEach(neighbour -> neighbour.pack(packing, home));
    }

    /** What a list holds; the same for lists of people who are no viewers in their block, without traits and what follows from them. */
    record Read(
            int degree,
            int traits,
            int region,
            long removed,
            List<Neighbour> neighbours,
            List<ChooseBest.Shown> shown) {
        static Read of(byte[] packed) {
            var reader = new Packing.Reader(packed);
            int degree = reader.smallNumber();
            boolean viewer = reader.number() == 1;
            int traits = viewer ? reader.smallNumber() : 0;
            int region = viewer ? reader.smallNumber() : 0;
            long removed = viewer ? reader.number() : 0;
            int home = reader.smallNumber();
            var neighbours = new ArrayList<Neighbour>();
            for (int left = reader.smallNumber(); left > 0; left--) {
                neighbours.add(Neighbour.read(reader, home));
            }
            var shown = new ArrayList<ChooseBest.Shown>();
            while (reader.hasMore()) {
                shown.add(new ChooseBest.Shown(reader.id(), reader.smallNumber()));
            }
            return new Read(degree, traits, region, removed, neighbours, shown);
        }

        boolean isOfViewer() {
            return traits != 0;
        }
    }
}
