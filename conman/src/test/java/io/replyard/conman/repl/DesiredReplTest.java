package io.replyard.conman.repl;

import static io.replyard.conman.repl.ReplSamples.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Quantity;
import io.replyard.crds.Persistence;
import io.replyard.crds.ReplResources;
import io.replyard.crds.ReplSpec;
import io.replyard.crds.ReplSpecBuilder;
import io.replyard.proto.claims.Repl;
import io.replyard.proto.claims.ReplToken;
import io.replyard.proto.claims.ResourceLimits;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class DesiredReplTest {
    private static final Repl META = Repl.newBuilder()
            .setId("r1")
            .setLanguage("python3")
            .setBucket("b")
            .setSlug("hello")
            .setUser("alice")
            .build();
    private static final ReplSpec BARE =
            spec().persistence(Persistence.PERSISTENT).replicas(1).build();

    private record Limits(String name, ResourceLimits given, ReplResources desired) {}

    @Test
    void aFullTokenSaysEverything() throws Exception {
        ReplToken token = token(META.toBuilder().setSourceRepl("origin").build())
                .setPersistence(ReplToken.Persistence.EPHEMERAL)
                .addFlags("a")
                .build();

        assertThat(DesiredRepl.of(token, null))
                .isEqualTo(spec().sourceRepl("origin")
                        .persistence(Persistence.EPHEMERAL)
                        .flags(List.of("a"))
                        .replicas(1)
                        .build());
    }

    @TestFactory
    Stream<DynamicTest> limits() {
        return Stream.of(
                        new Limits(
                                "zeros take the defaults; an absent net is a false one in proto3, and must not be made true",
                                ResourceLimits.getDefaultInstance(),
                                new ReplResources(false, null, null, null, null)),
                        new Limits(
                                "everything given",
                                ResourceLimits.newBuilder()
                                        .setNet(true)
                                        .setMemory(512L << 20)
                                        .setThreads(.5)
                                        .setShares(.25)
                                        .setDisk(1L << 30)
                                        .build(),
                                new ReplResources(true, new Quantity("512Mi"), .5, .25, new Quantity("1Gi"))),
                        new Limits(
                                "odd bytes",
                                ResourceLimits.newBuilder()
                                        .setMemory(100_000_001)
                                        .build(),
                                new ReplResources(false, new Quantity("100000001"), null, null, null)))
                .map(limits -> DynamicTest.dynamicTest(limits.name(), () -> {
                    ReplToken token =
                            token(META).setResourceLimits(limits.given()).build();

                    assertThat(DesiredRepl.of(token, null).resources()).isEqualTo(limits.desired());
                }));
    }

    @Test
    void limitsThatAreNoAmountsAreRefusedByName() {
        assertThatThrownBy(() -> DesiredRepl.of(limited(l -> l.setThreads(Double.NaN)), null))
                .isInstanceOf(ReplRefusedException.class)
                .hasMessageContaining("resourceLimits.threads");
        assertThatThrownBy(() -> DesiredRepl.of(limited(l -> l.setMemory(-1)), null))
                .isInstanceOf(ReplRefusedException.class)
                .hasMessageContaining("resourceLimits.memory");
    }

    @Test
    void aKnownReplKeepsItsSource() throws Exception {
        ReplToken token = token(META.toBuilder().setSourceRepl("other").build()).build();
        ReplSpec stored = spec().language("ruby")
                .slug("x")
                .user("bob")
                .bucket("c")
                .sourceRepl("origin")
                .replicas(0)
                .build();

        ReplSpec desired = DesiredRepl.of(token, stored);

        assertThat(desired.sourceRepl()).isEqualTo("origin");
        assertThat(desired.language()).isEqualTo("python3");
        assertThat(DesiredRepl.of(token, BARE).sourceRepl()).isNull();
    }

    @Test
    void aReplIsNotItsOwnSource() throws Exception {
        ReplToken token = token(META.toBuilder().setSourceRepl("r1").build()).build();

        assertThat(DesiredRepl.of(token, null).sourceRepl()).isNull();
    }

    @Test
    void anIdTokenTakesTheIdentityFromWhatIsStoredAndTheRestFromTheToken() throws Exception {
        ReplToken token = ReplToken.newBuilder()
                .setId(ReplToken.ReplID.newBuilder().setId("r1"))
                .setPersistence(ReplToken.Persistence.NONE)
                .build();
        ReplSpec stored = spec().language("ruby")
                .slug("x")
                .user("bob")
                .bucket("c")
                .sourceRepl("origin")
                .persistence(Persistence.PERSISTENT)
                .resources(new ReplResources(true, null, null, null, null))
                .flags(List.of("f"))
                .replicas(0)
                .build();

        assertThat(DesiredRepl.of(token, stored))
                .isEqualTo(spec().language("ruby")
                        .slug("x")
                        .user("bob")
                        .bucket("c")
                        .sourceRepl("origin")
                        .persistence(Persistence.NONE)
                        .replicas(1)
                        .build());
    }

    @Test
    void anIdTokenNeedsAKnownRepl() {
        ReplToken token = ReplToken.newBuilder()
                .setId(ReplToken.ReplID.newBuilder().setId("r1"))
                .build();

        assertThatThrownBy(() -> DesiredRepl.of(token, null)).isInstanceOfSatisfying(ReplRefusedException.class, e -> {
            assertThat(e.reason()).isEqualTo(ReplRefusedException.Reason.UNKNOWN_REPL);
            assertThat(e.close().code()).isEqualTo(1008);
            assertThat(e).hasMessage("Repl r1 is not known here; connect once with full metadata");
        });
    }

    @Test
    @SuppressWarnings("deprecation")
    void classroomsAreRefused() {
        ReplToken token = ReplToken.newBuilder()
                .setClassroom(ReplToken.ClassroomMetadata.newBuilder().setId("r1"))
                .build();

        assertThatThrownBy(() -> DesiredRepl.id(token))
                .isInstanceOfSatisfying(
                        ReplRefusedException.class,
                        e -> assertThat(e.close().code()).isEqualTo(1008));
    }

    @Test
    void whatTheApiServerFillsInIsNoDifference() {
        ReplSpec stored = spec().resources(
                        new ReplResources(false, new Quantity("536870912"), 1.0, null, new Quantity("1024Mi")))
                .flags(List.of())
                .build();
        ReplSpec desired = spec().persistence(Persistence.PERSISTENT)
                .resources(new ReplResources(false, new Quantity("512Mi"), 1.0, null, new Quantity("1Gi")))
                .replicas(1)
                .build();

        assertThat(DesiredRepl.differs(stored, desired)).isFalse();
    }

    @TestFactory
    Stream<DynamicTest> differences() {
        return Stream.of(
                        spec().language("ruby"),
                        spec().slug("x"),
                        spec().user("bob"),
                        spec().bucket("c"),
                        spec().persistence(Persistence.NONE),
                        spec().flags(List.of("f")),
                        spec().replicas(0),
                        spec().resources(new ReplResources(true, null, null, null, null)),
                        spec().resources(new ReplResources(false, null, null, null, null)))
                .map(ReplSpecBuilder::build)
                .map(stored -> DynamicTest.dynamicTest(
                        stored.toString(),
                        () -> assertThat(DesiredRepl.differs(stored, BARE)).isTrue()));
    }

    private static ReplToken.Builder token(Repl meta) {
        return ReplToken.newBuilder().setRepl(meta);
    }

    private static ReplToken limited(UnaryOperator<ResourceLimits.Builder> change) {
        return token(META)
                .setResourceLimits(change.apply(ResourceLimits.newBuilder()))
                .build();
    }
}
