package io.replyard.conman.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenPathTest {
    @Test
    void theTokenIsWhatFollowsDecodedOnce() {
        assertThat(TokenPath.token("/wsv2/v2.public.a-_b.c")).contains("v2.public.a-_b.c");
        assertThat(TokenPath.token("/wsv2/test%20-%20bad")).contains("test - bad");
        assertThat(TokenPath.token("/wsv2/a+b%2525")).contains("a+b%25");
        assertThat(TokenPath.token("/wsv2/")).contains("");
    }

    @Test
    void brokenEscapesAreLeftForTheVerifier() {
        assertThat(TokenPath.token("/wsv2/a%zz")).contains("a%zz");
    }

    @Test
    void otherPathsHoldNoToken() {
        assertThat(TokenPath.token("/")).isEmpty();
        assertThat(TokenPath.token("/wsv2")).isEmpty();
        assertThat(TokenPath.token("/v1/wsv2/x")).isEmpty();
    }
}
