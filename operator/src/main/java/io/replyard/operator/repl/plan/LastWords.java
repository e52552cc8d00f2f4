package io.replyard.operator.repl.plan;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whose the message of an ended container is. The kubelet tells in one field why a container could not run, in its own words, and how the log of one that ran
 * ends, which is the container's word and must not pass for the node's.
 */
final class LastWords {
    /** Reasons with which the node speaks for itself: of a container that never ran, or that it cannot find. */
    private static final Set<String> NODE_SPEAKS = Set.of("StartError", "ContainerCannotRun", "ContainerStatusUnknown");

    /** What pid1's log has before each message. A close reason has room for little more than a sentence. */
    private static final Pattern LOG_FIELDS = Pattern.compile("(?m)^time=\\S+ level=\\S+ repl=.*? logger=\\S+ msg=");

    /** Of a long log the end counts. */
    private static final int MAX_LENGTH = 900;

    private LastWords() {}

    /** What the node says of the container. */
    static Optional<String> ofTheNode(ContainerStateTerminated ended) {
        return message(ended).filter(said -> nodeSpeaks(ended));
    }

    /** What the container itself has said, marked as such. */
    static Optional<String> ofTheContainer(ContainerStateTerminated ended) {
        return message(ended)
                .filter(said -> !nodeSpeaks(ended))
                .map(said -> "the container's last words: "
                        + end(LOG_FIELDS.matcher(said).replaceAll("")));
    }

    private static boolean nodeSpeaks(ContainerStateTerminated ended) {
        return NODE_SPEAKS.contains(Objects.requireNonNullElse(ended.getReason(), ""));
    }

    private static Optional<String> message(ContainerStateTerminated ended) {
        return Optional.ofNullable(ended.getMessage()).filter(said -> !said.isBlank());
    }

    private static String end(String words) {
        return words.length() <= MAX_LENGTH ? words : "…" + words.substring(words.length() - MAX_LENGTH);
    }
}
