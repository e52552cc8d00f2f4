package io.replyard.conman.repl;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiVerbTest {
    @ParameterizedTest
    @CsvSource({
        "GET,/apis/replyard.io/v1alpha1/namespaces/n/repls?resourceVersion=0,list",
        "GET,/apis/replyard.io/v1alpha1/namespaces/n/repls?watch=true&resourceVersion=5,watch",
        "GET,/api/v1/namespaces/n/pods?labelSelector=a,list",
        "GET,/apis/replyard.io/v1alpha1/namespaces/n/repls/r1,get",
        "PATCH,/apis/replyard.io/v1alpha1/namespaces/n/repls/r1?fieldManager=conman,patch",
        "POST,/apis/replyard.io/v1alpha1/namespaces/n/repls,create",
    })
    void verbsAreThoseOfRbac(String method, String uri, String verb) {
        assertThat(ApiVerb.of(method, URI.create("https://kubernetes" + uri))).isEqualTo(verb);
    }
}
