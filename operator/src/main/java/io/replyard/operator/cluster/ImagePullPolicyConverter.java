package io.replyard.operator.cluster;

import io.replyard.crds.ImagePullPolicy;
import java.util.Arrays;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads {@code Always}, {@code IfNotPresent} and {@code Never}. Found by name in {@code META-INF/services}. */
public final class ImagePullPolicyConverter implements Converter<ImagePullPolicy> {
    private static final long serialVersionUID = 1L;

    @Override
    public ImagePullPolicy convert(String value) {
        return Arrays.stream(ImagePullPolicy.values())
                .filter(policy -> policy.toString().equals(value.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'" + value + "' is no pull policy; write Always, IfNotPresent or Never"));
    }
}
