package io.replyard.crds;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.replyard.proto.session.SessionProtocol;
import java.util.Optional;

/** What everybody may rely on in a Repl's pod. */
public final class ReplPods {
    /** The TCP port pid1 listens on. */
    public static final int PORT = SessionProtocol.PORT;

    /** The name of the one container. */
    public static final String CONTAINER = "repl";

    /** The home folder of programs; the project's folder lies in it. */
    public static final String HOME = "/home/runner";

    /** Where pid1 and its Java are, in the image or mounted. */
    public static final String RUNTIME = "/opt/replyard";

    /**
     * The file of the kubelet that becomes the termination message. The kubelet lets everybody write to it, so it lies in a folder of {@link #RUNTIME} that only
     * root may enter: what no program can write, no program can say. It is there in the image, for where the folder is mounted none can be made.
     */
    public static final String TERMINATION_MESSAGE = RUNTIME + "/kubelet/termination-message";

    /**
     * The Repl that a pod belongs to.
     *
     * @param name the name of the Repl object
     * @param uid its uid; a deleted Repl's namesake has another one
     */
    public record Owner(String name, String uid) {}

    private ReplPods() {}

    /**
     * Which Repl a pod belongs to: the one that controls it. The pod's own name says nothing, and the label {@link ReplLabels#REPL} says the same in a form that
     * selectors can use.
     */
    public static Optional<Owner> replOf(Pod pod) {
        return pod.getMetadata().getOwnerReferences().stream()
                .filter(ReplPods::isController)
                .map(owner -> new Owner(owner.getName(), owner.getUid()))
                .findFirst();
    }

    private static boolean isController(OwnerReference owner) {
        return Boolean.TRUE.equals(owner.getController())
                && owner.getKind().equals(Repl.KIND)
                && owner.getApiVersion().startsWith(Repl.GROUP + "/");
    }

    /** {@link ReplStatus#endpoint} of a pod with that address; IPv6 addresses get brackets. */
    public static String endpoint(String podIp) {
        return podIp.indexOf(':') >= 0 ? "[" + podIp + "]:" + PORT : podIp + ":" + PORT;
    }
}
