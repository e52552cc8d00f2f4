package io.replyard.e2e;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.replyard.crds.Language;
import io.replyard.crds.Repl;
import io.replyard.crds.ReplCondition;
import io.replyard.crds.ReplNames;
import io.replyard.crds.ReplPhase;
import io.replyard.proto.claims.ReplToken;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Predicate;

/** One Repl of one test; gone at the end. */
final class TestRepl implements AutoCloseable {
    private final String id;

    private TestRepl(String id) {
        this.id = id;
    }

    static TestRepl named(String what) {
        return new TestRepl(what + "-" + UUID.randomUUID().toString().substring(0, 8));
    }

    String id() {
        return id;
    }

    String name() {
        return ReplNames.of(id);
    }

    ReplToken.Builder token() {
        return Tokens.forRepl(id);
    }

    ReplToken.Builder token(Language language) {
        return token(language.getMetadata().getName());
    }

    ReplToken.Builder token(String language) {
        ReplToken.Builder token = token();
        return token.setRepl(token.getRepl().toBuilder().setLanguage(language));
    }

    boolean exists() {
        return Lab.repl(name()).get() != null;
    }

    Repl resource() {
        return Lab.repl(name()).require();
    }

    Pod pod() {
        return Lab.pod(name()).orElseThrow(() -> new AssertionError("no pod " + name()));
    }

    /** Waits until the Repl looks like that. */
    Repl awaitThat(String what, Predicate<Repl> predicate) {
        return await(id + ": " + what)
                .atMost(Person.PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(this::resource, predicate);
    }

    Repl awaitPhase(ReplPhase phase) {
        return awaitThat(
                "phase " + phase,
                repl -> repl.getStatus() != null && repl.getStatus().phase() == phase);
    }

    /** The Ready condition's reason, empty while there is none. */
    static String reason(Repl repl) {
        return repl.getStatus() == null
                ? ""
                : repl.getStatus()
                        .condition(ReplCondition.READY)
                        .map(ReplCondition::reason)
                        .orElse("");
    }

    @Override
    public void close() {
        Lab.repl(name()).withGracePeriod(0).delete();
        Lab.kubernetes()
                .pods()
                .inNamespace(Lab.namespace())
                .withName(name())
                .withGracePeriod(0)
                .delete();
    }
}
