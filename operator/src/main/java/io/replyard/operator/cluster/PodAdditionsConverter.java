package io.replyard.operator.cluster;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.replyard.crds.PodAdditions;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads JSON. Found by name in {@code META-INF/services}. */
public final class PodAdditionsConverter implements Converter<PodAdditions> {
    private static final long serialVersionUID = 1L;

    /** The model ignores what a newer API server may say; in a setting that is a misspelling. */
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .withConfigOverride(
                    PodAdditions.class,
                    override -> override.setIgnorals(
                            JsonIgnoreProperties.Value.empty().withoutMerge()))
            .build();

    @Override
    public PodAdditions convert(String value) {
        try {
            return STRICT.readValue(value, PodAdditions.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "'" + value + "' is no JSON of what a Language's spec.pod may be: " + e.getOriginalMessage(), e);
        }
    }
}
