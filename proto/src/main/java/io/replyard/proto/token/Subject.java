package io.replyard.proto.token;

import io.replyard.proto.token.TokenRefusedException.Reason;

/** What a check is about, so that messages name it; whatever is wrong with a certificate has one reason. */
enum Subject {
    TOKEN("token"),
    WRAPPER("GovalToken"),
    CERTIFICATE("certificate"),
    SESSION("session token");

    private final String label;

    Subject(String label) {
        this.label = label;
    }

    /** A refusal whose message starts with the subject's name. */
    TokenRefusedException refusal(Reason reason, String message) {
        return new TokenRefusedException(reasonFor(reason), label + message);
    }

    TokenRefusedException refusal(Reason reason, String message, Throwable cause) {
        return new TokenRefusedException(reasonFor(reason), label + message, cause);
    }

    private Reason reasonFor(Reason reason) {
        return this == CERTIFICATE ? Reason.BAD_CERTIFICATE : reason;
    }
}
