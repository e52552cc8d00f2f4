package io.replyard.conman.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FieldDescriptor;
import io.replyard.proto.wire.Command;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BodiesTest {
    /** Bodies that travel in neither direction: conman's own, and those that only it and pid1 may exchange. */
    private static final Set<Integer> NEITHER = Set.of(
            12, 13, 120, 121, 122, 123, 200, 201, 202, 205, 206, 230, 231, 232, 233, 235, 240, 331, 332, 335, 340, 350,
            360, 361, 362, 364, 365);

    /** A slip in a constant's name would open or shut the gateway for a body, so the numbers stand here once more. */
    @Test
    void exactlyTheseNumbersPassFromClients() {
        assertThat(passing(Bodies::fromClient))
                .containsExactly(
                        3, 5, 16, 17, 20, 22, 26, 27, 31, 32, 33, 34, 35, 36, 37, 39, 41, 42, 49, 70, 90, 91, 100, 150,
                        151, 153, 220, 222, 223, 224, 225, 251, 256, 270, 280, 282, 284, 285, 286, 287, 289, 310, 311,
                        330, 367, 368);
    }

    @Test
    void exactlyTheseNumbersPassFromPid1() {
        assertThat(passing(Bodies::fromContainer))
                .containsExactly(
                        4, 6, 9, 10, 11, 21, 23, 24, 28, 30, 38, 40, 43, 44, 45, 46, 47, 48, 71, 92, 130, 152, 153, 220,
                        221, 223, 224, 226, 257, 260, 261, 262, 281, 283, 288, 310, 311, 312, 351, 363, 366, 369);
    }

    @Test
    void everyBodyOfTheProtocolHasADirection() {
        List<Integer> bodies = Command.getDescriptor().getOneofs().getFirst().getFields().stream()
                .map(FieldDescriptor::getNumber)
                .toList();

        assertThat(bodies)
                .hasSizeGreaterThan(90)
                .allSatisfy(number -> assertThat(Bodies.fromClient(number) || Bodies.fromContainer(number))
                        .as("body %d", number)
                        .isNotEqualTo(NEITHER.contains(number)));
    }

    @Test
    void onlyBodiesThatTravelBothWaysAreInBothLists() {
        List<Integer> both = Command.getDescriptor().getOneofs().getFirst().getFields().stream()
                .map(FieldDescriptor::getNumber)
                .filter(number -> Bodies.fromClient(number) && Bodies.fromContainer(number))
                .sorted()
                .toList();

        assertThat(both).containsExactly(153, 220, 223, 224, 310, 311);
    }

    /** Every field number is asked for, not only those that the schema has today. */
    private static int[] passing(IntPredicate passes) {
        return IntStream.rangeClosed(0, 2 * Command.REF_FIELD_NUMBER)
                .filter(passes)
                .toArray();
    }
}
