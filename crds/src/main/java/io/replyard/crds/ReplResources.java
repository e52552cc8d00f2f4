package io.replyard.crds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Quantity;
import org.jspecify.annotations.Nullable;

/**
 * Limits of a Repl, or a Language's defaults for them. An absent value is taken from the next place: Repl, Language, operator settings.
 *
 * @param net whether programs may reach the network
 * @param memory what the Repl's programs may use together, 16Mi to 1Ti
 * @param threads cores, 0.05 to 256
 * @param shares docker's CPU weight, 1024 for one core; a value below 2 is a factor of 1024
 * @param disk size of the home folder, 1Mi to 64Ti
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReplResources(
        @JsonPropertyDescription("Whether programs may reach the network; a change makes the pod anew.") @Nullable Boolean net,

        @JsonPropertyDescription("What the Repl's programs may use together, 16Mi to 1Ti.")
        @ValidationRule(
                value = "isQuantity(string(self)) && quantity(string(self)).compareTo(quantity('16Mi')) >= 0"
                        + " && quantity(string(self)).compareTo(quantity('1Ti')) <= 0",
                message =
                        "resources.memory must be a quantity from 16Mi to 1Ti, such as 512Mi; leave it out for the default")
        @Nullable Quantity memory,

        @JsonPropertyDescription("Cores, 0.05 to 256.")
        @ValidationRule(
                value = "self >= 0.05 && self <= 256.0",
                message = "resources.threads is a number of cores from 0.05 to 256; leave it out for the default")
        @Nullable Double threads,

        @JsonPropertyDescription("Docker's CPU weight, 1024 for one core; a value below 2 is a factor of 1024.")
        @ValidationRule(
                value = "self > 0.0 && self <= 262144.0",
                message = "resources.shares is a weight above 0 and up to 262144; leave it out for the default")
        @Nullable Double shares,

        @JsonPropertyDescription("Size of the home folder, 1Mi to 64Ti.")
        @ValidationRule(
                value = "isQuantity(string(self)) && quantity(string(self)).compareTo(quantity('1Mi')) >= 0"
                        + " && quantity(string(self)).compareTo(quantity('64Ti')) <= 0",
                message =
                        "resources.disk must be a quantity from 1Mi to 64Ti, such as 1Gi; leave it out for the default")
        @Nullable Quantity disk) {

    /** Everything left to the Language and the operator. */
    static final ReplResources NOTHING_SAID = new ReplResources(null, null, null, null, null);

    /** The same with all amounts in bytes. */
    ReplResources normalised() {
        return new ReplResources(net, inBytes(memory), threads, shares, inBytes(disk));
    }

    private static @Nullable Quantity inBytes(@Nullable Quantity amount) {
        return amount == null
                ? null
                : new Quantity(amount.getNumericalAmount().stripTrailingZeros().toPlainString());
    }
}
