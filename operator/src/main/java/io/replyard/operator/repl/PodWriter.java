package io.replyard.operator.repl;

import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.replyard.crds.Repl;
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

    private static final String LIMITS = "/spec/containers/0/resources/limits/";
    private static final String REQUESTS = "/spec/containers/0/resources/requests/";

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
        List<String> changes = new ArrayList<>();
        resources.getLimits().forEach((name, amount) -> changes.add(change("replace", LIMITS + name, amount)));
        resources.getRequests().forEach((name, amount) -> changes.add(change("replace", REQUESTS + name, amount)));
        String patch = "[%s, %s]"
                .formatted(change("test", "/metadata/uid", pod.getMetadata().getUid()), String.join(", ", changes));
        // Told the whole pod and not only its name, the client does not read it first.
        context.resourceOperations()
                .resourcePatch(
                        pod,
                        target -> context.getClient()
                                .pods()
                                .resource(target)
                                .subresource("resize")
                                .patch(JSON_PATCH, patch));
    }

    /** False when the Repl was changed meanwhile, so that its desired state must be looked at again. */
    boolean scaleToZero(Repl repl, Context<Repl> context) {
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
            context.getClient().resources(Repl.class).resource(repl).scale(scale);
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == CONFLICT) {
                return false;
            }
            throw e;
        }
    }

    private static String change(String operation, String path, Object value) {
        return "{\"op\": \"%s\", \"path\": \"%s\", \"value\": \"%s\"}".formatted(operation, path, value);
    }
}
