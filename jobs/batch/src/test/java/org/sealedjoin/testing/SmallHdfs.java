package org.sealedjoin.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.jspecify.annotations.Nullable;

/** HDFS in this process, on loopback: a name node and three data nodes, each block on two of them. Ends when it is closed. */
public final class SmallHdfs implements AutoCloseable {
    private final MiniDFSCluster cluster;
    private MiniDFSCluster.@Nullable DataNodeProperties stopped;

    private SmallHdfs(MiniDFSCluster cluster) {
        this.cluster = cluster;
    }

    /** Starts it with its blocks below {@code folder}. */
    public static SmallHdfs start(Path folder) throws IOException {
        var settings = new Configuration();
        settings.set(
                MiniDFSCluster.HDFS_MINIDFS_BASEDIR,
                Files.createDirectories(folder).toAbsolutePath().toString());
        settings.setInt("dfs.replication", 2);
        // The data nodes are processes of one machine: one that is gone is known to be so soon.
        settings.setInt("dfs.heartbeat.interval", 1);
        settings.setInt("dfs.namenode.heartbeat.recheck-interval", 2_000);
        MiniDFSCluster cluster =
                new MiniDFSCluster.Builder(settings).numDataNodes(3).build();
        cluster.waitActive();
        return new SmallHdfs(cluster);
    }

    /** A place of its own for a test, such as {@code hdfs://localhost:41234/0a1b/out}. */
    public org.apache.hadoop.fs.Path place(String name) {
        return new org.apache.hadoop.fs.Path(cluster.getURI() + "/" + UUID.randomUUID() + "/" + name);
    }

    /** What a client needs to know. */
    public Configuration client() {
        var settings = new Configuration(false);
        settings.setInt("dfs.replication", 2);
        return settings;
    }

    /** The file system of a client of its own, which nobody else closes. */
    public DistributedFileSystem newClient() throws IOException {
        return (DistributedFileSystem) FileSystem.newInstance(cluster.getURI(), client());
    }

    /** Takes a data node away, with the blocks that it holds. */
    public void stopDataNode() {
        stopped = cluster.stopDataNode(0);
    }

    /** Gives back the one that was taken away last. */
    public void startDataNode() throws IOException {
        cluster.restartDataNode(stopped);
        cluster.waitActive();
    }

    /** The store under {@code place} is full from now on: whoever writes there is refused the next block. */
    public void fill(org.apache.hadoop.fs.Path place) throws IOException {
        cluster.getFileSystem().setQuota(place, HdfsConstants.QUOTA_DONT_SET, 1);
    }

    /** Takes the limit away again. */
    public void makeRoom(org.apache.hadoop.fs.Path place) throws IOException {
        cluster.getFileSystem().setQuota(place, HdfsConstants.QUOTA_DONT_SET, HdfsConstants.QUOTA_RESET);
    }

    /** Leases that were not renewed for so long go to whoever asks; a client renews its own twice a minute. */
    public void lapseLeasesAfter(long milliseconds) {
        cluster.setLeasePeriod(milliseconds, 1_200_000);
    }

    /** As every name node has it. */
    public void lapseLeasesAfterAMinute() {
        lapseLeasesAfter(60_000);
    }

    @Override
    public void close() {
        cluster.shutdown(true);
    }
}
