package io.replyard.pid1.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.replyard.pid1.RunningPid1;
import io.replyard.pid1.client.WireClient;
import io.replyard.proto.wire.ChatTyping;
import io.replyard.proto.wire.CloseChannel;
import io.replyard.proto.wire.CloseChannelRes;
import io.replyard.proto.wire.Command;
import io.replyard.proto.wire.OpenChannel;
import io.replyard.proto.wire.OpenChannel.Action;
import io.replyard.proto.wire.OpenChannelRes;
import io.replyard.proto.wire.OpenChannelRes.State;
import io.replyard.proto.wire.Ping;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every row of the tables on opening and closing channels, over real connections. */
class ChannelRulesTest {
    private static final String SERVICE = "exec";

    private final String name = UUID.randomUUID().toString();
    private final WireClient one;
    private final WireClient two;

    ChannelRulesTest() throws IOException {
        one = RunningPid1.connect();
        two = RunningPid1.connect();
    }

    @AfterEach
    void hangUp() throws IOException {
        one.close();
        two.close();
    }

    @Test
    void createWithoutANameMakesAnAnonymousChannel() throws IOException {
        OpenChannelRes first = one.open(SERVICE, "", Action.CREATE);
        OpenChannelRes second = one.open(SERVICE, "", Action.CREATE);

        assertThat(first.getState()).isEqualTo(State.CREATED);
        assertThat(first.getId()).isPositive();
        assertThat(second.getId()).isGreaterThan(first.getId());
    }

    @Test
    void createWithANewNameMakesANamedChannel() throws IOException {
        assertThat(one.open(SERVICE, name, Action.CREATE).getState()).isEqualTo(State.CREATED);
    }

    @Test
    void createWithATakenNameIsRefused() throws IOException {
        one.open(SERVICE, name, Action.CREATE);

        assertRefused(two.open(SERVICE, name, Action.CREATE), "already exists");
    }

    @Test
    void attachWithoutANameIsRefused() throws IOException {
        assertRefused(one.open(SERVICE, "", Action.ATTACH), "name");
    }

    @Test
    void attachToNothingIsRefused() throws IOException {
        assertRefused(one.open(SERVICE, name, Action.ATTACH), name);
    }

    @Test
    void attachJoinsTheChannel() throws IOException {
        int id = one.open(SERVICE, name, Action.CREATE).getId();

        OpenChannelRes attached = two.open(SERVICE, name, Action.ATTACH);

        assertThat(attached.getState()).isEqualTo(State.ATTACHED);
        assertThat(attached.getId()).isEqualTo(id);
    }

    @Test
    void attachOrCreateWithoutANameMakesAnAnonymousChannelEachTime() throws IOException {
        OpenChannelRes first = one.open(SERVICE, "", Action.ATTACH_OR_CREATE);
        OpenChannelRes second = one.open(SERVICE, "", Action.ATTACH_OR_CREATE);

        assertThat(first.getState()).isEqualTo(State.CREATED);
        assertThat(second.getState()).isEqualTo(State.CREATED);
        assertThat(second.getId()).isNotEqualTo(first.getId());
    }

    @Test
    void attachOrCreateCreatesThenAttaches() throws IOException {
        OpenChannelRes created = one.open(SERVICE, name, Action.ATTACH_OR_CREATE);
        OpenChannelRes attached = two.open(SERVICE, name, Action.ATTACH_OR_CREATE);

        assertThat(created.getState()).isEqualTo(State.CREATED);
        assertThat(attached.getState()).isEqualTo(State.ATTACHED);
        assertThat(attached.getId()).isEqualTo(created.getId());
    }

    @Test
    void attachingTwiceChangesNothing() throws IOException {
        int id = one.open(SERVICE, name, Action.ATTACH_OR_CREATE).getId();
        one.expect(command -> command.getChannel() == id && command.hasState());

        OpenChannelRes again = one.open(SERVICE, name, Action.ATTACH_OR_CREATE);

        assertThat(again.getState()).isEqualTo(State.ATTACHED);
        assertThat(again.getId()).isEqualTo(id);
        // One membership only: a single close ends it, and there is no second greeting.
        assertThat(one.close(id, CloseChannel.Action.TRY_CLOSE).getStatus()).isEqualTo(CloseChannelRes.Status.CLOSE);
        assertNothingMoreOn(one, id);
    }

    @ParameterizedTest
    @EnumSource(names = {"ATTACH", "ATTACH_OR_CREATE", "CREATE"})
    void aNameBelongsToOneService(Action action) throws IOException {
        one.open(SERVICE, name, Action.CREATE);

        assertRefused(two.open("shell", name, action), "already exists");
    }

    @ParameterizedTest
    @EnumSource(names = {"ATTACH", "ATTACH_OR_CREATE", "CREATE"})
    void anUnknownServiceIsNamedAndTheKnownOnesListed(Action action) throws IOException {
        OpenChannelRes refused = one.open("teleport", "", action);

        assertRefused(refused, "teleport");
        assertThat(refused.getError()).contains("exec, files, shell");
    }

    @Test
    void disconnectLeavesANamedChannelOpen() throws IOException {
        int id = one.open(SERVICE, name, Action.CREATE).getId();

        assertThat(one.close(id, CloseChannel.Action.DISCONNECT).getStatus())
                .isEqualTo(CloseChannelRes.Status.DISCONNECT);

        assertThat(two.open(SERVICE, name, Action.ATTACH).getId()).isEqualTo(id);
    }

    @Test
    void disconnectClosesAnAnonymousChannel() throws IOException {
        int id = one.open(SERVICE);

        assertThat(one.close(id, CloseChannel.Action.DISCONNECT).getStatus()).isEqualTo(CloseChannelRes.Status.CLOSE);
    }

    @Test
    void tryCloseOfTheLastClientCloses() throws IOException {
        int id = one.open(SERVICE, name, Action.CREATE).getId();

        CloseChannelRes closed = one.close(id, CloseChannel.Action.TRY_CLOSE);

        assertThat(closed.getId()).isEqualTo(id);
        assertThat(closed.getStatus()).isEqualTo(CloseChannelRes.Status.CLOSE);
        assertRefused(two.open(SERVICE, name, Action.ATTACH), name);
    }

    @Test
    void tryCloseOfOneOfTwoOnlyDetaches() throws IOException {
        int id = one.open(SERVICE, name, Action.CREATE).getId();
        two.open(SERVICE, name, Action.ATTACH);

        assertThat(one.close(id, CloseChannel.Action.TRY_CLOSE).getStatus())
                .isEqualTo(CloseChannelRes.Status.DISCONNECT);
        assertThat(two.close(id, CloseChannel.Action.TRY_CLOSE).getStatus()).isEqualTo(CloseChannelRes.Status.CLOSE);
    }

    @Test
    void closeEndsItForEverybody() throws IOException {
        int id = one.open(SERVICE, name, Action.CREATE).getId();
        two.open(SERVICE, name, Action.ATTACH);

        assertThat(one.close(id, CloseChannel.Action.CLOSE).getStatus()).isEqualTo(CloseChannelRes.Status.CLOSE);

        Command unasked = two.expect(Command::hasCloseChanRes);
        assertThat(unasked.getRef()).isEmpty();
        assertThat(unasked.getChannel()).isZero();
        assertThat(unasked.getCloseChanRes().getId()).isEqualTo(id);
        assertThat(unasked.getCloseChanRes().getStatus()).isEqualTo(CloseChannelRes.Status.CLOSE);
        assertRefused(two.open(SERVICE, name, Action.ATTACH), name);
    }

    @ParameterizedTest
    @EnumSource(names = {"DISCONNECT", "TRY_CLOSE", "CLOSE"})
    void closingWhatOneHasNotOpenDoesNothing(CloseChannel.Action action) throws IOException {
        int foreign = two.open(SERVICE, name, Action.CREATE).getId();

        for (int id : new int[] {0, -1, 1 << 30, foreign}) {
            CloseChannelRes nothing = one.close(id, action);
            assertThat(nothing.getId()).isEqualTo(id);
            assertThat(nothing.getStatus()).isEqualTo(CloseChannelRes.Status.NOTHING);
        }
        assertThat(two.close(foreign, action).getStatus()).isNotEqualTo(CloseChannelRes.Status.NOTHING);
    }

    @Test
    void aLostConnectionClosesAnonymousChannelsAndKeepsNamedOnes() throws IOException {
        int id = one.open(SERVICE, name, Action.CREATE).getId();
        one.close();

        assertThat(two.open(SERVICE, name, Action.ATTACH).getId()).isEqualTo(id);
    }

    @Test
    void theAnswerToAnOpeningComesBeforeTheGreeting() throws IOException {
        for (int i = 0; i < 50; i++) {
            one.send(
                    0,
                    Command.newBuilder()
                            .setOpenChan(OpenChannel.newBuilder().setService(SERVICE))
                            .setRef("open"));
            int id = one.nextCommand().getOpenChanRes().getId();
            assertThat(id).isPositive();
            Command greeting = one.nextCommand();
            assertThat(greeting.getChannel()).isEqualTo(id);
            assertThat(greeting.hasState()).isTrue();
            assertThat(greeting.getSession()).isEqualTo(one.session());
        }
    }

    @Test
    void framesOnAForeignChannelAreDropped() throws IOException {
        int foreign = two.open(SERVICE, name, Action.CREATE).getId();

        one.send(foreign, Command.newBuilder().setInput("x").setRef("never"));

        assertThat(one.request(0, Command.newBuilder().setPing(Ping.getDefaultInstance()))
                        .hasPong())
                .isTrue();
        assertNothingMoreOn(one, foreign);
    }

    @Test
    void aBodyThatTheServiceDoesNotKnowIsAnErrorOnlyWithARef() throws IOException {
        int id = one.open(SERVICE);
        one.send(id, Command.newBuilder().setChatTyping(ChatTyping.getDefaultInstance()));

        Command answer = one.request(id, Command.newBuilder().setChatTyping(ChatTyping.getDefaultInstance()));

        assertThat(answer.getError()).contains("chatTyping");
        assertThat(answer.getSession()).isEqualTo(one.session());
        one.close(id, CloseChannel.Action.CLOSE);
        assertThat(errorsWithoutRef(one)).isZero();
    }

    @Test
    void whatChannelZeroDoesNotKnowIsIgnored() throws IOException {
        one.send(0, Command.newBuilder().setEval("1").setRef("ignored"));

        assertThat(one.request(0, Command.newBuilder().setPing(Ping.getDefaultInstance()))
                        .hasPong())
                .isTrue();
    }

    private static void assertRefused(OpenChannelRes answer, String reason) {
        assertThat(answer.getState()).isEqualTo(State.ERROR);
        assertThat(answer.getId()).isZero();
        assertThat(answer.getError()).contains(reason);
    }

    /** A pong marks the end of what can have been sent before. */
    private static void assertNothingMoreOn(WireClient client, int channel) throws IOException {
        client.send(0, Command.newBuilder().setPing(Ping.getDefaultInstance()).setRef("mark"));
        Command next = client.nextCommand();
        while (!next.getRef().equals("mark")) {
            assertThat(next.getChannel()).isNotEqualTo(channel);
            next = client.nextCommand();
        }
    }

    private static long errorsWithoutRef(WireClient client) throws IOException {
        client.send(0, Command.newBuilder().setPing(Ping.getDefaultInstance()).setRef("mark"));
        long errors = 0;
        Command next = client.nextCommand();
        while (!next.getRef().equals("mark")) {
            errors += next.getBodyCase() == Command.BodyCase.ERROR ? 1 : 0;
            next = client.nextCommand();
        }
        return errors;
    }
}
