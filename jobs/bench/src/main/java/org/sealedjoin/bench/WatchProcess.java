package org.sealedjoin.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs a command and measures it from outside, in the same way for every system: the clock, and what Linux tells in {@code /proc} whenever the
 * process says on standard error that a stage begins or ends.
 */
final class WatchProcess {
    private static final Pattern BEGINS = Pattern.compile("\\[ *[0-9.]+ s] (.+) …");
    private static final Pattern ENDS = Pattern.compile("\\[ *[0-9.]+ s] (.+) done in [0-9.]+ s");
    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");

    /** Ticks of user and system time a second; the same on every Linux, whatever its clock. */
    private static final double TICKS = 100;

    private static final long POLL_MILLIS = 50;

    private final Map<String, String> environment;
    private final Path log;

    /** @param log gets what the process prints on either stream */
    WatchProcess(Map<String, String> environment, Path log) {
        this.environment = Map.copyOf(environment);
        this.log = log;
    }

    Watched run(List<String> command) throws IOException, InterruptedException {
        double childrenBefore = ticks("self", 15);
        long began = System.nanoTime();
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        var usage = new Usage(process);
        usage.start();
        var stages = new ArrayList<Watched.Stage>();
        try (Writer copy = Files.newBufferedWriter(log, UTF_8)) {
            follow(process, stages, usage, copy);
        } catch (InterruptedException | IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
        int status = process.waitFor();
        double wall = (System.nanoTime() - began) / 1e9;
        usage.join();
        return new Watched(status, wall, ticks("self", 15) - childrenBefore, usage.highest() / 1024.0, stages);
    }

    private static void follow(Process process, List<Watched.Stage> stages, Usage usage, Writer copy)
            throws IOException, InterruptedException {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            String name = "";
            long began = 0;
            long beganNanos = 0;
            double beganCpu = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                copy.write(line + "\n");
                copy.flush();
                Matcher begins = BEGINS.matcher(line);
                Matcher ends = ENDS.matcher(line);
                if (begins.matches()) {
                    name = begins.group(1);
                    began = System.currentTimeMillis();
                    beganNanos = System.nanoTime();
                    beganCpu = usage.cpuSeconds();
                    usage.restart();
                } else if (ends.matches() && ends.group(1).equals(name)) {
                    stages.add(new Watched.Stage(
                            name,
                            began,
                            System.currentTimeMillis(),
                            (System.nanoTime() - beganNanos) / 1e9,
                            usage.cpuSeconds() - beganCpu,
                            usage.sinceRestart() / 1024.0));
                }
            }
        }
    }

    /** Seconds in two neighbouring fields of {@code /proc/…/stat}, counted from 0: 13 own time, 15 that of ended children. */
    private static double ticks(String process, int field) {
        try {
            String stat = Files.readString(Path.of("/proc", process, "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[field - 2]) + Long.parseLong(fields[field - 1])) / TICKS;
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    /** Follows what Linux tells of a process, which is gone when it ends: its time, and the high-water mark of its memory. */
    private static final class Usage extends Thread {
        private final Process process;
        private long highest;
        private long stage;
        private boolean restarts = true;
        private double cpuSeconds;

        Usage(Process process) {
            super("usage");
            setDaemon(true);
            this.process = process;
        }

        /** Seconds of processors so far; of a process that has just ended, as far as it was followed. */
        synchronized double cpuSeconds() {
            look();
            return cpuSeconds;
        }

        /** Kilobytes, of the whole process. */
        synchronized long highest() {
            return highest;
        }

        /** Kilobytes since the last restart; NaN where Linux does not let the mark be set back. */
        synchronized double sinceRestart() {
            look();
            return restarts ? stage : Double.NaN;
        }

        synchronized void restart() {
            look();
            try {
                // 5: sets the high-water mark to what is used now.
                Files.writeString(Path.of("/proc", Long.toString(process.pid()), "clear_refs"), "5");
            } catch (IOException e) {
                restarts = false;
            }
            stage = 0;
            look();
        }

        private synchronized void look() {
            double now = ticks(Long.toString(process.pid()), 13);
            cpuSeconds = Double.isNaN(now) ? cpuSeconds : now;
            try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
                lines.map(PEAK::matcher).filter(Matcher::matches).findFirst().ifPresent(found -> {
                    long kilobytes = Long.parseLong(found.group(1));
                    highest = Math.max(highest, kilobytes);
                    stage = Math.max(stage, kilobytes);
                });
            } catch (IOException | java.io.UncheckedIOException gone) {
                // The process has just ended.
                return;
            }
        }

        @Override
        public void run() {
            try {
                while (process.isAlive()) {
                    look();
                    Thread.sleep(POLL_MILLIS);
                }
            } catch (InterruptedException e) {
                interrupt();
            }
        }
    }
}
