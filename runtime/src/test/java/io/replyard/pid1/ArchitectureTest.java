package io.replyard.pid1;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
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
    static final ArchRule SERVICES_ARE_KNOWN_WHERE_THE_PARTS_ARE_PUT_TOGETHER = noClasses()
            .that()
            .resideOutsideOfPackages("io.replyard.pid1", "io.replyard.pid1.service..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.replyard.pid1.service..");

    @ArchTest
    static final ArchRule SERVICES_SHARE_NOTHING =
            slices().matching("io.replyard.pid1.service.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule SERVICES_STAND_ON = ours("service", "channel", "output", "process", "program", "project");

    @ArchTest
    static final ArchRule PROGRAMS_STAND_ON = ours("program", "channel", "output", "process");

    @ArchTest
    static final ArchRule OUTPUT_STANDS_ON = ours("output", "channel", "process");

    @ArchTest
    static final ArchRule THE_WIRE_STANDS_ON = ours("wire", "channel");

    @ArchTest
    static final ArchRule THE_LIFECYCLE_STANDS_ON = ours("lifecycle", "channel");

    @ArchTest
    static final ArchRule THE_IDENTITY_STANDS_ON = ours("identity", "process");

    @ArchTest
    static final ArchRule CHANNELS_STAND_ALONE = ours("channel");

    @ArchTest
    static final ArchRule PROCESSES_STAND_ALONE = ours("process");

    @ArchTest
    static final ArchRule THE_PROJECT_STANDS_ALONE = ours("project");

    @ArchTest
    static final ArchRule THE_LOG_STANDS_ALONE = ours("log");

    @ArchTest
    static final ArchRule THE_PROJECT_KNOWS_NO_PROTOCOL = noClasses()
            .that()
            .resideInAPackage("io.replyard.pid1.project..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.replyard.proto..");

    /** Of pid1's packages, the first may know itself and the others. */
    private static ArchRule ours(String room, String... others) {
        DescribedPredicate<JavaClass> known = resideInAPackage(packageOf(room));
        for (String other : others) {
            known = known.or(resideInAPackage(packageOf(other)));
        }
        return classes()
                .that()
                .resideInAPackage(packageOf(room))
                .should()
                .onlyDependOnClassesThat(known.or(resideOutsideOfPackage("io.replyard.pid1..")));
    }

    private static String packageOf(String room) {
        return "io.replyard.pid1." + room + "..";
    }

    private ArchitectureTest() {}
}
