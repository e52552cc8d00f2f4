package io.replyard.operator.cluster;

import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import org.eclipse.microprofile.config.spi.Converter;
import org.jspecify.annotations.Nullable;

/** Reads settings such as {@code 512Mi}. Found by name in {@code META-INF/services}. */
public final class QuantityConverter implements Converter<Quantity> {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Quantity convert(String value) {
        try {
            Quantity quantity = Quantity.parse(value.strip());
            if (quantity.getNumericalAmount().compareTo(BigDecimal.ZERO) > 0) {
                return quantity;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(advice(value), e);
        }
        throw new IllegalArgumentException(advice(value));
    }

    private static String advice(String value) {
        return "'" + value + "' is no quantity above zero; write one such as 512Mi or 1Gi";
    }
}
