package io.replyard.crds;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalSelectableField;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/**
 * One Repl: awake it is one pod, asleep it is this object alone. Its name is {@link ReplNames#of} of its id.
 *
 * <p>{@code spec} is absent only in objects sent to patch the status; {@code status} is absent until the operator has seen the Repl once.
 */
@Group(Repl.GROUP)
@Version(Repl.VERSION)
@Kind(Repl.KIND)
@Singular("repl")
@Plural("repls")
@ShortNames("rpl")
@Categories("all")
@AdditionalPrinterColumn(name = "Language", jsonPath = ".spec.language")
@AdditionalPrinterColumn(name = "User", jsonPath = ".spec.user")
@AdditionalPrinterColumn(name = "Phase", jsonPath = ".status.phase")
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.conditions[?(@.type==\"Ready\")].reason")
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(name = "Pod", jsonPath = ".status.podName", priority = 1)
@AdditionalPrinterColumn(name = "Persistence", jsonPath = ".spec.persistence", priority = 1)
@AdditionalPrinterColumn(name = "Memory", jsonPath = ".spec.resources.memory", priority = 1)
@AdditionalPrinterColumn(
        name = "Restarts",
        jsonPath = ".status.restarts",
        type = AdditionalPrinterColumn.Type.INTEGER,
        priority = 1)
@AdditionalSelectableField(jsonPath = ".spec.replicas")
@AdditionalSelectableField(jsonPath = ".spec.user")
@AdditionalSelectableField(jsonPath = ".status.phase")
@ValidationRule(
        value = "self.metadata.name.size() <= 63 && !self.metadata.name.contains('.')",
        message = "metadata.name must be a DNS label (at most 63 of a-z, 0-9 and -): pods and labels carry it",
        fieldPath = ".spec.id",
        reason = "FieldValueInvalid")
@ValidationRule(
        value = "(self.metadata.name == self.spec.id) != self.metadata.name.matches('-[0-9a-f]{16}$')",
        message =
                "metadata.name must be spec.id itself, or, when that is no DNS label, its lower-case form with - and 16 hex"
                        + " digits of its SHA-256: a Repl must not exist under two names",
        fieldPath = ".spec.id",
        reason = "FieldValueInvalid")
public final class Repl extends CustomResource<ReplSpec, ReplStatus> implements Namespaced {
    /** The API group of everything here. */
    public static final String GROUP = "replyard.io";

    /** The kind. */
    public static final String KIND = "Repl";

    /** The one version served. */
    public static final String VERSION = "v1alpha1";

    @Override
    protected @Nullable ReplSpec initSpec() {
        return null;
    }

    @Override
    protected @Nullable ReplStatus initStatus() {
        return null;
    }
}
