/** Nights on HDFS and on a real cluster, and what becomes of them when parts of it die. Excluded from a plain build by the tag {@code cluster}. */
package org.sealedjoin.cluster;
