package io.replyard.conman;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
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
                .layer("boot")
                .definedBy("io.replyard.conman.boot")
                .layer("relay")
                .definedBy("io.replyard.conman.relay")
                .layer("repl")
                .definedBy("io.replyard.conman.repl")
                .layer("metrics")
                .definedBy("io.replyard.conman.metrics")
                .layer("common")
                .definedBy("io.replyard.conman")
                .whereLayer("gateway")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("boot")
                .mayOnlyBeAccessedByLayers("gateway")
                .whereLayer("relay")
                .mayOnlyBeAccessedByLayers("boot", "gateway")
                .whereLayer("repl")
                .mayOnlyBeAccessedByLayers("boot", "gateway")
                .check(CLASSES);
    }

    @Test
    void onlyTheReplRoomTalksToTheApiServer() {
        noClasses()
                .that()
                .resideInAnyPackage("io.replyard.conman.boot", "io.replyard.conman.relay", "io.replyard.conman.metrics")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.fabric8.kubernetes.client..")
                .check(CLASSES);
    }
}
