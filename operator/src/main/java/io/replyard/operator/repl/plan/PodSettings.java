package io.replyard.operator.repl.plan;

import io.replyard.crds.ImagePullPolicy;
import io.replyard.crds.PodAdditions;
import java.time.Duration;

/**
 * What the operator's settings say about pods.
 *
 * @param runtimeImage reference of the image with pid1
 * @param runtimePullPolicy when the node asks the registry for it
 * @param runtimeMemoryBytes what pid1 itself may use on top of the Repl's memory
 * @param cpuOvercommit how many cores of requests are put on one core
 * @param processes how many processes and threads the programs of a Repl may be, where its Language says nothing
 * @param shutAddress {@code host:port} that network policies shut off from every Repl; empty if nobody enforces them
 * @param terminationGrace how long a pod may take to end
 * @param net whether programs may reach the network where nobody says
 * @param additions what all pods get beyond what Replyard needs
 * @param defaults limits where nobody says others
 */
public record PodSettings(
        String runtimeImage,
        ImagePullPolicy runtimePullPolicy,
        long runtimeMemoryBytes,
        double cpuOvercommit,
        int processes,
        String shutAddress,
        Duration terminationGrace,
        boolean net,
        PodAdditions additions,
        Limits defaults) {}
