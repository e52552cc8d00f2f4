package io.replyard.conman.wake;

import static org.assertj.core.api.Assertions.assertThat;

import io.replyard.conman.metrics.BootOutcome;
import io.replyard.conman.repl.PodView;
import io.replyard.conman.repl.ReplSamples;
import io.replyard.crds.Repl;
import io.replyard.crds.ReplCondition;
import io.replyard.crds.ReplPhase;
import io.replyard.crds.ReplStatus;
import io.replyard.crds.ReplStatusBuilder;
import io.replyard.proto.session.CloseReason;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WakePlanTest {
    private static final PodView RUNNING =
            new PodView("p1", "10.0.0.1", false, null, Map.of("REPL_LANGUAGE", "python3", "REPL_SLUG", "hello"));
    private static final Step DIAL = new Step.Dial("p1", "10.0.0.1");

    @Test
    void aNewReplWaitsForItsPodAndNoLonger() {
        assertThat(WakePlan.next(repl(1, null), null)).isInstanceOf(Step.Wait.class);
        assertThat(WakePlan.next(repl(1, null), new PodView("p1", null, false, null, Map.of())))
                .isInstanceOf(Step.Wait.class);
        assertThat(WakePlan.next(repl(1, null), RUNNING)).isEqualTo(DIAL);
    }

    @Test
    void aWakeDoesNotWaitForTheOperatorsWord() {
        assertThat(WakePlan.next(repl(5, status(ReplPhase.ASLEEP, 4)), RUNNING)).isEqualTo(DIAL);
        assertThat(WakePlan.next(repl(5, status(ReplPhase.WAKING, 5)), RUNNING)).isEqualTo(DIAL);
        assertThat(WakePlan.next(repl(5, status(ReplPhase.READY, 5)), RUNNING)).isEqualTo(DIAL);
    }

    @Test
    void aPodFromBeforeAChangeIsNotUsedUntilTheOperatorHasTakenTheChangeUp() {
        for (ReplPhase before : List.of(ReplPhase.READY, ReplPhase.WAKING, ReplPhase.SLEEPING, ReplPhase.FAILED)) {
            assertThat(WakePlan.next(repl(6, status(before, 5)), RUNNING)).isInstanceOf(Step.Wait.class);
        }
    }

    /** The two watches run one beside the other: that of Repls may be the first to tell. */
    @Test
    void aPodThatTheOperatorReplacesIsNotUsedThoughItStillLooksWell() {
        ReplStatus replacing = ReplStatusBuilder.builder(status(ReplPhase.WAKING, 6))
                .conditions(
                        List.of(new ReplCondition(ReplCondition.READY, "False", "Rectifying", "", Instant.EPOCH, 6L)))
                .build();

        assertThat(WakePlan.next(repl(6, replacing), RUNNING)).isInstanceOf(Step.Wait.class);
    }

    @Test
    void aPodMadeForAnotherLanguageIsNeverUsed() {
        PodView other = new PodView("p1", "10.0.0.1", false, null, Map.of("REPL_LANGUAGE", "ruby"));

        assertThat(WakePlan.next(repl(6, status(ReplPhase.WAKING, 6)), other)).isInstanceOf(Step.Wait.class);
    }

    @Test
    void aPodThatLeavesOrHasEndedIsNotUsed() {
        PodView leaving = new PodView("p1", "10.0.0.1", true, null, Map.of());
        PodView ended = new PodView("p1", "10.0.0.1", false, "OOMKilled", Map.of());

        assertThat(WakePlan.next(repl(5, status(ReplPhase.READY, 5)), leaving)).isInstanceOf(Step.Wait.class);
        assertThat(WakePlan.next(repl(5, status(ReplPhase.READY, 5)), ended)).isInstanceOf(Step.Wait.class);
    }

    @Test
    void aFailedReplEndsTheWaitWithItsReason() {
        assertThat(WakePlan.next(repl(5, status(ReplPhase.FAILED, 5)), null))
                .isInstanceOfSatisfying(Step.End.class, end -> {
                    assertThat(end.reason().code()).isEqualTo(1014);
                    assertThat(end.reason().text()).isEqualTo("ImagePullFailed: no such image");
                });
    }

    @Test
    void aFailureFromBeforeTheLastChangeIsNotTheLastWord() {
        assertThat(WakePlan.next(repl(6, status(ReplPhase.FAILED, 5)), null)).isInstanceOf(Step.Wait.class);
    }

    @Test
    void sleepAndDeletionEndIt() {
        Repl asleep = repl(5, null);
        asleep.setSpec(ReplSamples.spec().replicas(0).build());
        Repl deleted = repl(5, null);
        deleted.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");

        assertThat(WakePlan.next(asleep, RUNNING))
                .isEqualTo(new Step.End(BootOutcome.ASLEEP, new CloseReason(1001, "the Repl went to sleep")));
        assertThat(WakePlan.next(deleted, RUNNING))
                .isInstanceOfSatisfying(
                        Step.End.class, end -> assertThat(end.reason().code()).isEqualTo(1008));
    }

    @Test
    void theTrackerPrefersWhicheverIsNewer() {
        ReplTracker tracker = new ReplTracker(repl(5, null, "u1", "100"));

        tracker.show(repl(4, null, "u1", "90"));
        assertThat(tracker.newest().getMetadata().getGeneration()).isEqualTo(5);
        tracker.show(repl(6, null, "u1", "110"));
        assertThat(tracker.newest().getMetadata().getGeneration()).isEqualTo(6);
        assertThat(tracker.deleted()).isFalse();
    }

    @Test
    void anObjectThatTheWatchStillShowsOrDoesNotShowYetIsNotADeletion() {
        ReplTracker tracker = new ReplTracker(repl(1, null, "u2", "100"));

        tracker.show(repl(9, null, "u1", "90"));
        tracker.show(null);
        tracker.gone("u1");
        assertThat(tracker.deleted()).isFalse();

        tracker.show(repl(1, null, "u2", "100"));
        tracker.show(null);
        assertThat(tracker.deleted()).isTrue();
    }

    @Test
    void aDeletionIsNoticedEvenIfTheObjectWasNeverShown() {
        ReplTracker tracker = new ReplTracker(repl(1, null, "u2", "100"));

        tracker.gone("u2");

        assertThat(tracker.deleted()).isTrue();
    }

    private static Repl repl(long generation, @Nullable ReplStatus status) {
        return repl(generation, status, "u1", "1");
    }

    private static Repl repl(long generation, @Nullable ReplStatus status, String uid, String version) {
        Repl repl = ReplSamples.repl(uid);
        repl.getMetadata().setResourceVersion(version);
        repl.getMetadata().setGeneration(generation);
        repl.setStatus(status);
        return repl;
    }

    private static ReplStatus status(ReplPhase phase, long observed) {
        ReplCondition ready = new ReplCondition(
                ReplCondition.READY, "False", "ImagePullFailed", "no such image", Instant.EPOCH, observed);
        return ReplStatusBuilder.builder()
                .phase(phase)
                .conditions(List.of(ready))
                .observedGeneration(observed)
                .build();
    }
}
