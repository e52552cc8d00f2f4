package io.replyard.conman.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokenPathTest {
    @Test
    void theTokenIsWhatFollowsDecodedOnce() {
        assertThat(TokenPath.of("/wsv2/v2.public.a-_b.c")).isEqualTo(new TokenPath.Token("v2.public.a-_b.c"));
        assertThat(TokenPath.of("/wsv2/test%20-%20bad")).isEqualTo(new TokenPath.Token("test - bad"));
        assertThat(TokenPath.of("/wsv2/a+b%2525")).isEqualTo(new TokenPath.Token("a+b%25"));
        assertThat(TokenPath.of("/wsv2/")).isEqualTo(new TokenPath.Token(""));
    }

    @Test
    void brokenEscapesAreLeftForTheVerifier() {
        assertThat(TokenPath.of("/wsv2/a%zz")).isEqualTo(new TokenPath.Token("a%zz"));
    }

    @Test
    void otherPathsHoldNoToken() {
        assertThat(TokenPath.of("/")).isInstanceOf(TokenPath.Wrong.class);
        assertThat(TokenPath.of("/wsv2")).isInstanceOf(TokenPath.Wrong.class);
        assertThat(TokenPath.of("/v1/wsv2/x")).isInstanceOf(TokenPath.Wrong.class);
    }

    @Test
    void whatSurroundsATokenIsSaid() {
        assertThat(TokenPath.of("/v1/wsv2/x")).asString().contains("begin with /wsv2/");
        assertThat(TokenPath.of("/wsv2/x/")).asString().contains("end with the token");
        assertThat(TokenPath.of("/wsv2/x/wss%3A%2F%2Fhost")).asString().contains("end with the token");
        assertThat(TokenPath.of("/elsewhere")).asString().contains("/wsv2/<token>");
    }

    @Test
    void queriesAndTheAbsoluteFormOfARequestDoNotCount() {
        assertThat(TokenPath.of("/wsv2/x?a=/b#c")).isEqualTo(new TokenPath.Token("x"));
        assertThat(TokenPath.of("http://host:4560/wsv2/x")).isEqualTo(new TokenPath.Token("x"));
        assertThat(TokenPath.of("http://host")).isInstanceOf(TokenPath.Wrong.class);
    }
}
