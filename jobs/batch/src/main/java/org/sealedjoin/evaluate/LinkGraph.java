package org.sealedjoin.evaluate;

import java.util.Arrays;
import java.util.List;

/** An undirected graph of ids in memory, and the classical scores of its pairs. */
final class LinkGraph {
    private final long[] ids;
    private final int[][] neighbours;

    /** @param universe ids that the graph shall know, with edges or without */
    LinkGraph(long[] universe, List<long[]> edges) {
        ids = universe;
        int[] degrees = new int[ids.length];
        for (long[] edge : edges) {
            degrees[place(edge[0])]++;
            degrees[place(edge[1])]++;
        }
        neighbours = new int[ids.length][];
        for (int i = 0; i < ids.length; i++) {
            neighbours[i] = new int[degrees[i]];
        }
        int[] filled = new int[ids.length];
        for (long[] edge : edges) {
            int one = place(edge[0]);
            int other = place(edge[1]);
            neighbours[one][filled[one]++] = other;
            neighbours[other][filled[other]++] = one;
        }
        for (int i = 0; i < ids.length; i++) {
            int own = i;
            neighbours[i] = Arrays.stream(neighbours[i])
                    .filter(other -> other != own)
                    .sorted()
                    .distinct()
                    .toArray();
        }
    }

    /** All ids of some lists of pairs, ascending. */
    static long[] universe(List<List<long[]>> lists) {
        return lists.stream()
                .flatMap(List::stream)
                .flatMapToLong(Arrays::stream)
                .distinct()
                .sorted()
                .toArray();
    }

    int size() {
        return ids.length;
    }

    int place(long id) {
        return Arrays.binarySearch(ids, id);
    }

    long idOf(int node) {
        return ids[node];
    }

    int degree(int node) {
        return neighbours[node].length;
    }

    boolean adjacent(int one, int other) {
        return Arrays.binarySearch(neighbours[one], other) >= 0;
    }

    int[] neighbours(int node) {
        return neighbours[node];
    }

    /** Everything about the pairs of one node, by the other node. */
    final class Around {
        final int[] common = new int[size()];
        final double[] adamicAdar = new double[size()];
        final double[] allocation = new double[size()];
        /** Resource allocation over paths of three steps: each node on the way divides by its degree. */
        final double[] threeSteps = new double[size()];

        private int node = -1;

        void move(int to) {
            if (node == to) {
                return;
            }
            node = to;
            Arrays.fill(common, 0);
            Arrays.fill(adamicAdar, 0);
            Arrays.fill(allocation, 0);
            Arrays.fill(threeSteps, 0);
            for (int through : neighbours[to]) {
                double byLog = 1 / Math.log(Math.max(degree(through), 2));
                double byDegree = 1.0 / degree(through);
                for (int end : neighbours[through]) {
                    common[end]++;
                    adamicAdar[end] += byLog;
                    allocation[end] += byDegree;
                }
            }
            for (int second = 0; second < size(); second++) {
                if (common[second] > 0) {
                    double share = allocation[second] / degree(second);
                    for (int end : neighbours[second]) {
                        threeSteps[end] += share;
                    }
                }
            }
        }

        double jaccard(int other) {
            int union = degree(node) + degree(other) - common[other];
            return union == 0 ? 0 : (double) common[other] / union;
        }

        double preferentialAttachment(int other) {
            return (double) degree(node) * degree(other);
        }
    }
}
