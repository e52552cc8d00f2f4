package io.replyard.conman.repl;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.replyard.crds.Repl;
import io.replyard.crds.ReplLabels;
import io.replyard.crds.ReplSpecBuilder;

/** Objects that tests begin with: the Repl {@code r1} of alice, and pods of it. */
public final class ReplSamples {
    private ReplSamples() {}

    /** Who and what it is, nothing else. */
    public static ReplSpecBuilder spec() {
        return ReplSpecBuilder.builder()
                .id("r1")
                .language("python3")
                .slug("hello")
                .user("alice")
                .bucket("b");
    }

    /** The object with this uid, as just created. */
    public static Repl repl(String uid) {
        Repl repl = new Repl();
        repl.setMetadata(new ObjectMetaBuilder()
                .withName("r1")
                .withNamespace("n")
                .withUid(uid)
                .withResourceVersion("1")
                .withGeneration(1L)
                .build());
        repl.setSpec(spec().build());
        return repl;
    }

    /** A pod that belongs to this Repl; its uid is its name. */
    static PodBuilder pod(String name, Repl owner) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withUid(name)
                .withNamespace(owner.getMetadata().getNamespace())
                .withLabels(ReplLabels.ofPod(owner.getMetadata().getName()))
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion(owner.getApiVersion())
                        .withKind(owner.getKind())
                        .withName(owner.getMetadata().getName())
                        .withUid(owner.getMetadata().getUid())
                        .withController(true)
                        .build())
                .endMetadata();
    }
}
