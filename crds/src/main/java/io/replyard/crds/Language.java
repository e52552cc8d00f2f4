package io.replyard.crds;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Kind;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/** What a Repl's {@code language} means: the image its programs live in, their environment and default limits. Cluster-scoped. */
@Group(Repl.GROUP)
@Version(Repl.VERSION)
@Kind("Language")
@Singular("language")
@Plural("languages")
@ShortNames("lang")
@AdditionalPrinterColumn(name = "Image", jsonPath = ".spec.image")
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public final class Language extends CustomResource<LanguageSpec, Void> {
    /** The Language that stands in for unknown ones. */
    public static final String DEFAULT_NAME = "default";

    @Override
    protected @Nullable LanguageSpec initSpec() {
        return null;
    }
}
