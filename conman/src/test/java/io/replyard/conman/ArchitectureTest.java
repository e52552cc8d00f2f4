package io.replyard.conman;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.netty.handler.codec.http.HttpServerCodec;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.replyard.conman");

    @Test
    void conmanKnowsNeitherOperatorNorRuntime() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.replyard.operator..", "io.replyard.pid1..", "io.replyard.cli..")
                .check(CLASSES);
    }

    @Test
    void theRoomsStandOnOneAnother() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("gateway")
                .definedBy("io.replyard.conman.gateway")
                .layer("session")
                .definedBy("io.replyard.conman.session")
                .layer("wake")
                .definedBy("io.replyard.conman.wake")
                .layer("relay")
                .definedBy("io.replyard.conman.relay")
                .layer("websocket")
                .definedBy("io.replyard.conman.websocket")
                .layer("repl")
                .definedBy("io.replyard.conman.repl")
                .layer("metrics")
                .definedBy("io.replyard.conman.metrics")
                .layer("common")
                .definedBy("io.replyard.conman")
                .whereLayer("gateway")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("session")
                .mayOnlyBeAccessedByLayers("gateway")
                .whereLayer("wake")
                .mayOnlyBeAccessedByLayers("session", "gateway")
                .whereLayer("relay")
                .mayOnlyBeAccessedByLayers("session", "gateway")
                .whereLayer("websocket")
                .mayOnlyBeAccessedByLayers("relay", "wake", "session", "gateway")
                .whereLayer("repl")
                .mayOnlyBeAccessedByLayers("wake", "gateway")
                .check(CLASSES);
    }

    @Test
    void onlyTheReplRoomTalksToTheApiServer() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.replyard.conman.session",
                        "io.replyard.conman.wake",
                        "io.replyard.conman.relay",
                        "io.replyard.conman.websocket",
                        "io.replyard.conman.metrics")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.fabric8.kubernetes.client..")
                .check(CLASSES);
    }

    /** So that something else than a WebSocket client can wake a Repl. */
    @Test
    void whoWakesAReplKnowsNoClient() {
        noClasses()
                .that()
                .resideInAPackage("io.replyard.conman.wake")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.replyard.conman.relay", "io.replyard.conman.session", "io.replyard.conman.gateway")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(HttpServerCodec.class)
                .check(CLASSES);
    }
}
