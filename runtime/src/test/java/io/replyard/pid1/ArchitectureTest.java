package io.replyard.pid1;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom in pid1. */
@AnalyzeClasses(packages = "io.replyard.pid1", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule PLAIN_JDK = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "io.replyard.pid1..", "io.replyard.proto..", "com.google.protobuf..", "org.jspecify..");

    @ArchTest
    static final ArchRule FOREIGN_FUNCTIONS_IN_ONE_PLACE = noClasses()
            .that()
            .resideOutsideOfPackage("io.replyard.pid1.process..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.lang.foreign..");

    @ArchTest
    static final ArchRule CHANNELS_KNOW_NO_SERVICE = noClasses()
            .that()
            .resideInAnyPackage("io.replyard.pid1.channel..", "io.replyard.pid1.wire..", "io.replyard.pid1.output..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.replyard.pid1.service..");

    @ArchTest
    static final ArchRule SERVICES_SHARE_NOTHING =
            slices().matching("io.replyard.pid1.service.(*)..").should().notDependOnEachOther();

    private ArchitectureTest() {}
}
