package io.replyard.operator.repl;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.replyard.crds.Repl;
import io.replyard.crds.ReplLabels;
import io.replyard.operator.cluster.SessionKeys;
import io.replyard.operator.repl.plan.Observed;
import io.replyard.operator.repl.plan.PlannerSettings;
import io.replyard.operator.repl.plan.PodTemplate;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The writes themselves, each safe against having read a pod that is no longer the one of that name. */
@Singleton
final class PodWriter {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final PatchContext JSON_PATCH = PatchContext.of(PatchType.JSON);

    private final PodTemplate template;
    private final SessionKeys sessionKeys;

    @Inject
    PodWriter(PlannerSettings settings, SessionKeys sessionKeys) {
        this.template = new PodTemplate(settings.pod());
        this.sessionKeys = sessionKeys;
    }

    void create(Observed observed, Context<Repl> context) {
        context.resourceOperations()
                .create(template.pod(
                        observed.repl(), Objects.requireNonNull(observed.language()), sessionKeys.current()));
    }

    /** The pod that has the name which this Repl's would have, as the API server knows it. */
    @Nullable Pod holderOfName(Repl repl, Context<Repl> context) {
        return context.getClient()
                .pods()
                .inNamespace(repl.getMetadata().getNamespace())
                .withName(repl.getMetadata().getName())
                .get();
    }

    void delete(Pod pod, boolean force, Context<Repl> context) {
        DeleteOptions options = new DeleteOptionsBuilder()
                .withNewPreconditions()
                .withUid(pod.getMetadata().getUid())
                .endPreconditions()
                .withGracePeriodSeconds(force ? 0L : null)
                .build();
        String path = "/api/v1/namespaces/%s/pods/%s"
                .formatted(pod.getMetadata().getNamespace(), pod.getMetadata().getName());
        try {
            context.getClient().raw(path, "DELETE", options);
        } catch (KubernetesClientException e) {
            // Gone already, or another pod has its name by now.
            if (e.getCode() != NOT_FOUND && e.getCode() != CONFLICT) {
                throw e;
            }
        }
    }

    void resize(Pod pod, ResourceRequirements resources, Context<Repl> context) {
        List<String> patch = new ArrayList<>();
        patch.add(sameUid(pod));
        resources.getLimits().forEach((name, amount) -> patch.add(replace("limits", name, amount)));
        resources.getRequests().forEach((name, amount) -> patch.add(replace("requests", name, amount)));
        context.resourceOperations()
                .resourcePatch(
                        pod,
                        p -> context.getClient()
                                .pods()
                                .inNamespace(p.getMetadata().getNamespace())
                                .withName(p.getMetadata().getName())
                                .subresource("resize")
                                .patch(JSON_PATCH, "[" + String.join(", ", patch) + "]"));
    }

    void label(Pod pod, String net, Context<Repl> context) {
        String path = "/metadata/labels/" + ReplLabels.NET.replace("/", "~1");
        String patch =
                "[%s, {\"op\": \"add\", \"path\": \"%s\", \"value\": \"%s\"}]".formatted(sameUid(pod), path, net);
        context.resourceOperations()
                .resourcePatch(
                        pod,
                        p -> context.getClient()
                                .pods()
                                .inNamespace(p.getMetadata().getNamespace())
                                .withName(p.getMetadata().getName())
                                .patch(JSON_PATCH, patch));
    }

    /** False when the Repl was changed meanwhile, so that the wish must be thought over. */
    boolean wishAsleep(Repl repl, Context<Repl> context) {
        Scale scale = new ScaleBuilder()
                .withNewMetadata()
                .withName(repl.getMetadata().getName())
                .withNamespace(repl.getMetadata().getNamespace())
                .withResourceVersion(repl.getMetadata().getResourceVersion())
                .endMetadata()
                .withNewSpec()
                .withReplicas(0)
                .endSpec()
                .build();
        try {
            context.getClient()
                    .resources(Repl.class)
                    .inNamespace(repl.getMetadata().getNamespace())
                    .withName(repl.getMetadata().getName())
                    .scale(scale);
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == CONFLICT || e.getCode() == NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    private static String sameUid(Pod pod) {
        return "{\"op\": \"test\", \"path\": \"/metadata/uid\", \"value\": \"%s\"}"
                .formatted(pod.getMetadata().getUid());
    }

    private static String replace(String part, String name, Quantity amount) {
        return "{\"op\": \"replace\", \"path\": \"/spec/containers/0/resources/%s/%s\", \"value\": \"%s\"}"
                .formatted(part, name, amount);
    }
}
