package io.replyard.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass.Predicates;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Clock;
import java.time.Instant;

@AnalyzeClasses(packages = "io.replyard.operator", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String PURE = "io.replyard.operator.repl.plan..";

    /** The wire, the store and pid1 are other people's business. */
    @ArchTest
    static final ArchRule KNOWS_ONLY_CRDS = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideOutsideOfPackages(
                    "io.replyard.proto..", "io.replyard.storage..", "io.replyard.conman..", "io.replyard.pid1..");

    /** CustomResource is the supertype of the API classes. */
    @ArchTest
    static final ArchRule DECISIONS_DO_NOT_TOUCH_THE_CLUSTER = noClasses()
            .that()
            .resideInAPackage(PURE)
            .should()
            .dependOnClassesThat(Predicates.resideInAnyPackage(
                            "io.fabric8.kubernetes.client..", "io.javaoperatorsdk..", "io.quarkus..", "jakarta..")
                    .and(DescribedPredicate.not(Predicates.type(CustomResource.class))));

    /** Time is an input of decisions. */
    @ArchTest
    static final ArchRule DECISIONS_DO_NOT_LOOK_AT_A_CLOCK = noClasses()
            .that()
            .resideInAPackage(PURE)
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class);

    /** Reading and acting are built on decisions, never the other way round. */
    @ArchTest
    static final ArchRule DECISIONS_KNOW_NOTHING_ELSE_OF_THE_OPERATOR = noClasses()
            .that()
            .resideInAPackage(PURE)
            .should()
            .dependOnClassesThat(Predicates.resideInAPackage("io.replyard.operator..")
                    .and(DescribedPredicate.not(Predicates.resideInAPackage(PURE))));

    @ArchTest
    static final ArchRule CLUSTER_DOES_NOT_KNOW_REPLS = noClasses()
            .that()
            .resideInAPackage("io.replyard.operator.cluster..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.replyard.operator.repl..", "io.replyard.operator.language..");
}
