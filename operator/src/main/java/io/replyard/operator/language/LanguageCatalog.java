package io.replyard.operator.language;

import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.replyard.crds.Language;
import io.replyard.crds.Repl;
import io.replyard.operator.cluster.SlimStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which Language a name means: the one of that name, else the one named {@code default}. Answers come from memory. */
@ApplicationScoped
public class LanguageCatalog {
    private static final String BY_LANGUAGE = "language";

    private volatile @Nullable InformerEventSource<Language, Repl> source;

    /** Starts to follow the Languages; a change of one is looked at for every Repl it may concern. */
    public InformerEventSource<Language, Repl> follow(EventSourceContext<Repl> context) {
        IndexerResourceCache<Repl> repls = context.getPrimaryCache();
        repls.addIndexers(Map.of(BY_LANGUAGE, repl -> List.of(repl.getSpec().language())));
        InformerEventSource<Language, Repl> followed = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(Language.class, Repl.class)
                        .withName("languages")
                        .withWatchAllNamespaces()
                        .withItemStore(SlimStore.of(LanguageCatalog::slim))
                        .withSecondaryToPrimaryMapper(language -> concerned(language, repls))
                        .build(),
                context);
        source = followed;
        return followed;
    }

    /** The Language that a Repl's {@code spec.language} means; empty when neither it nor the default exists. */
    public Optional<Language> find(String name) {
        return named(name).or(() -> named(Language.DEFAULT_NAME));
    }

    private Optional<Language> named(String name) {
        InformerEventSource<Language, Repl> followed = source;
        if (followed == null) {
            throw new IllegalStateException("Languages are not followed yet");
        }
        return followed.get(new ResourceID(name));
    }

    /** The default may concern every Repl: which ones have no Language of their own changes with each Language that comes or goes. */
    private static Set<ResourceID> concerned(Language language, IndexerResourceCache<Repl> repls) {
        String name = language.getMetadata().getName();
        return (name.equals(Language.DEFAULT_NAME)
                        ? repls.list(repl -> true)
                        : repls.byIndex(BY_LANGUAGE, name).stream())
                .map(ResourceID::fromResource)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Language slim(Language language) {
        language.getMetadata().setManagedFields(null);
        return language;
    }
}
