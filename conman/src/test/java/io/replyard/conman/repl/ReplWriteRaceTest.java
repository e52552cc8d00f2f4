package io.replyard.conman.repl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.replyard.proto.claims.Repl;
import io.replyard.proto.claims.ReplToken;
import io.replyard.proto.token.VerifiedToken;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody else comes first between the look at a Repl and the write, over a real connection to an API server that keeps the preconditions. */
class ReplWriteRaceTest {
    private ApiStandIn api;
    private KubernetesClient client;
    private ReplInformers informers;
    private KubernetesRepls repls;

    @BeforeEach
    void start() throws Exception {
        api = new ApiStandIn();
        client = new KubernetesClientBuilder().withConfig(api.config()).build();
        informers = new ReplInformers(client, "repls");
        repls = new KubernetesRepls(informers, client, "repls");
    }

    @AfterEach
    void stop() {
        informers.close();
        client.close();
        api.close();
    }

    @Test
    void aReplThatAnotherUserMakesInBetweenIsNotTakenOver() {
        api.beforeNextWrite(() -> api.put("r1", "of-bob", "bob", "bobs"));

        assertForeign(token("alice", "mine", "alice"));

        assertThat(user()).isEqualTo("bob");
    }

    @Test
    void oneThatIsDeletedAndMadeAnewByAnotherUserIsNotTakenOverEither() {
        api.put("r1", "of-alice", "alice", "before");
        watch();
        api.put("r1", "of-bob", "bob", "bobs");

        assertForeign(token("alice", "after", "alice"));

        assertThat(user()).isEqualTo("bob");
    }

    @Test
    void norOneThatChangesHandsInBetween() {
        api.put("r1", "same", "alice", "before");
        watch();
        api.beforeNextWrite(() -> api.put("r1", "same", "bob", "bobs"));

        assertForeign(token("alice", "after", "alice"));

        assertThat(user()).isEqualTo("bob");
    }

    @Test
    void anIdTokenChangesOnlyWhatItWasDecidedOn() throws Exception {
        api.put("r1", "first", "alice", "before");
        watch();
        api.beforeNextWrite(() -> api.put("r1", "first", "alice", "renamed"));

        io.replyard.crds.Repl made = repls.ensure(new VerifiedToken(
                ReplToken.newBuilder()
                        .setId(ReplToken.ReplID.newBuilder().setId("r1"))
                        .setPersistence(ReplToken.Persistence.NONE)
                        .build(),
                Instant.EPOCH,
                Instant.MAX,
                "tests",
                null));

        assertThat(made.getSpec().slug()).isEqualTo("renamed");
    }

    @Test
    void aSignerWithoutLimitsWritesOnceAndToTheObjectThatItSaw() throws Exception {
        api.put("r1", "first", "alice", "before");
        watch();
        repls.ensure(token("alice", "after", null));
        assertThat(api.writes).containsExactly("apply");
        assertThat(api.get("r1").at("/metadata/uid").asText()).isEqualTo("first");

        api.beforeNextWrite(() -> api.put("r1", "second", "alice", "another"));
        repls.ensure(token("alice", "last", null));

        assertThat(api.get("r1").at("/metadata/uid").asText()).isEqualTo("second");
        assertThat(api.get("r1").at("/spec/slug").asText()).isEqualTo("last");
        assertThat(api.writes).containsExactly("apply", "apply", "apply");
    }

    @Test
    void whatIsMadeBelongsToLaterAppliesAlthoughTheOperatorWasFaster() throws Exception {
        io.replyard.crds.Repl made = repls.ensure(token("alice", "mine", "alice"));

        assertThat(made.getSpec().user()).isEqualTo("alice");
        assertThat(api.writes).containsExactly("create", "patch");
        assertThat(api.get("r1").at("/metadata/managedFields/0/manager").asText())
                .isEqualTo("conman");
        assertThat(api.get("r1").at("/metadata/managedFields/0/operation").asText())
                .isEqualTo("Apply");
    }

    private void watch() {
        informers.start();
        await().until(() -> informers.synced() && informers.repl("r1") != null);
    }

    private void assertForeign(VerifiedToken token) {
        assertThatThrownBy(() -> repls.ensure(token))
                .isInstanceOfSatisfying(
                        ReplRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(ReplRefusedException.Reason.FOREIGN_REPL));
    }

    private String user() {
        return api.get("r1").at("/spec/user").asText();
    }

    private static VerifiedToken token(String user, String slug, @Nullable String onlyForUser) {
        ReplToken token = ReplToken.newBuilder()
                .setRepl(Repl.newBuilder()
                        .setId("r1")
                        .setLanguage("python3")
                        .setBucket("b")
                        .setSlug(slug)
                        .setUser(user))
                .build();
        return new VerifiedToken(token, Instant.EPOCH, Instant.MAX, "tests", onlyForUser);
    }
}
