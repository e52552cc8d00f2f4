package io.replyard.pid1.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.replyard.pid1.channel.ServiceRegistry.Entry;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ServiceRegistryTest {
    private static final ServiceFactory FACTORY = channel -> request -> {};

    @Test
    void holdsAsManyServicesAsThereAre() {
        ServiceRegistry registry = new ServiceRegistry(IntStream.range(0, 30)
                .mapToObj(i -> new Entry("s" + i, FACTORY))
                .toArray(Entry[]::new));

        assertThat(registry.find("s29")).contains(FACTORY);
        assertThat(registry.find("s30")).isEmpty();
    }

    @Test
    void saysTheNamesInOrder() {
        assertThat(new ServiceRegistry(new Entry("b", FACTORY), new Entry("a", FACTORY)).names())
                .isEqualTo("a, b");
    }

    @Test
    void refusesANameThatIsGivenTwice() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ServiceRegistry(new Entry("a", FACTORY), new Entry("a", FACTORY)))
                .withMessage("two services have the name \"a\"");
    }
}
