package io.replyard.crds;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ReplNamesTest {
    @Property
    void isAlwaysADnsLabel(@ForAll("ids") String id) {
        assertThat(ReplNames.of(id)).hasSizeLessThanOrEqualTo(63).matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
    }

    @Property
    void twoIdsNeverShareAName(@ForAll("ids") String one, @ForAll("ids") String other) {
        Assume.that(!one.equals(other));

        assertThat(ReplNames.of(one)).isNotEqualTo(ReplNames.of(other));
    }

    @Property
    void idsThatDifferInLetterCaseOnlyDoNotShareAName(@ForAll("ids") String id) {
        String lower = id.toLowerCase(Locale.ROOT);
        Assume.that(!lower.equals(id));

        assertThat(ReplNames.of(id)).isNotEqualTo(ReplNames.of(lower));
    }

    @Property
    void aNameUsedAsAnIdDoesNotLeadToTheSameRepl(@ForAll("ids") String id) {
        String name = ReplNames.of(id);
        Assume.that(!name.equals(id));

        assertThat(ReplNames.of(name)).isNotEqualTo(name);
    }

    @Example
    void keepsAnIdThatIsALabel() {
        assertThat(ReplNames.of("4b7d3f0a-6a2e-4c52-9a3b-0d7f5e2c1a90"))
                .isEqualTo("4b7d3f0a-6a2e-4c52-9a3b-0d7f5e2c1a90");
    }

    @Example
    void isStableForOtherIds() {
        assertThat(ReplNames.of("My_Repl.v2")).isEqualTo("my-repl-v2-5d14fbf0336138e1");
    }

    @Example
    void findsANameEvenWhenNothingOfTheIdCanBeKept() {
        assertThat(ReplNames.of("___")).startsWith("repl-");
    }

    @Provide
    Arbitrary<String> ids() {
        Arbitrary<String> any = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .numeric()
                .withChars('.', '_', '-')
                .ofMinLength(1)
                .ofMaxLength(128);
        Arbitrary<String> tricky = Arbitraries.strings()
                .withChars('a', 'A', '-', '_')
                .ofMinLength(1)
                .ofMaxLength(4);
        return Arbitraries.oneOf(any, tricky, any.map(ReplNames::of));
    }
}
