package io.replyard.crds;

import java.util.Map;

/** Labels and annotations on Replyard's objects. */
public final class ReplLabels {
    /** Label on a pod: the name of its Repl. */
    public static final String REPL = "replyard.io/repl";

    /** Label on a pod: {@code true} when its programs may reach the network, else {@code false}; NetworkPolicies select it. It never changes on a pod. */
    public static final String NET = "replyard.io/net";

    /** Annotation on a pod: a hash of the part of it that only a new pod can change. */
    public static final String TEMPLATE_HASH = "replyard.io/template-hash";

    /** Kubernetes' recommended label: what it is. */
    public static final String NAME = "app.kubernetes.io/name";

    /** Kubernetes' recommended label: which one of them. */
    public static final String INSTANCE = "app.kubernetes.io/instance";

    /** Kubernetes' recommended label: what it belongs to. */
    public static final String PART_OF = "app.kubernetes.io/part-of";

    /** Kubernetes' recommended label: who looks after it. */
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

    /** The value of {@link #MANAGED_BY} on what the operator makes. */
    public static final String OPERATOR = "replyard-operator";

    private ReplLabels() {}

    /** The labels of a Repl's pod but {@link #NET}. */
    public static Map<String, String> ofPod(String replName) {
        return Map.of(REPL, replName, NAME, "repl", INSTANCE, replName, PART_OF, "replyard", MANAGED_BY, OPERATOR);
    }

    /** A label selector, in text, that finds a Repl's pod. */
    public static String podSelector(String replName) {
        return REPL + "=" + replName;
    }
}
