package io.replyard.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiRequestTest {
    @ParameterizedTest
    @CsvSource({
        "GET,    /api/v1/namespaces/repls/pods?labelSelector=a%3Db,                      list,   pods",
        "GET,    /api/v1/namespaces/repls/pods?watch=true,                               watch,  pods",
        "GET,    /api/v1/namespaces/repls/pods/demo,                                     get,    pods",
        "POST,   /api/v1/namespaces/repls/pods,                                          create, pods",
        "DELETE, /api/v1/namespaces/repls/pods/demo,                                     delete, pods",
        "PATCH,  /api/v1/namespaces/repls/pods/demo/resize,                              patch,  pods/resize",
        "PATCH,  /apis/replyard.io/v1alpha1/namespaces/repls/repls/demo/status?force=true, patch,  repls/status",
        "PUT,    /apis/replyard.io/v1alpha1/namespaces/repls/repls/demo/scale,           update, repls/scale",
        "GET,    /apis/replyard.io/v1alpha1/languages,                                   list,   languages",
        "GET,    /api/v1/namespaces/repls,                                               get,    namespaces",
        "POST,   /apis/authorization.k8s.io/v1/selfsubjectrulesreviews,                  create, selfsubjectrulesreviews",
        "GET,    /proxy/api/v1/namespaces/repls/pods/demo,                               get,    pods",
        "GET,    /version,                                                               get,    other",
        "GET,    /apis,                                                                  get,    other",
    })
    void speaksTheWordsOfRbac(String method, String path, String verb, String resource) {
        assertThat(ApiRequest.of(method, URI.create("https://10.0.0.1:6443" + path)))
                .isEqualTo(new ApiRequest(verb, resource));
    }
}
