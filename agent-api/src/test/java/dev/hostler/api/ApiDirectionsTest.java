package dev.hostler.api;

import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.hostler.api.meta.Experimental;
import dev.hostler.api.meta.Internal;
import dev.hostler.api.meta.Stable;

/** The rules that keep the API free of everything but the JDK, and its packages in one order. */
@AnalyzeClasses(packages = "dev.hostler.api", importOptions = DoNotIncludeTests.class)
class ApiDirectionsTest {
    @ArchTest
    static final ArchRule usesTheJdkOnly = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "dev.hostler.api..");

    @ArchTest
    static final ArchRule hasNoPackageCycles =
            slices().matching("dev.hostler.api.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule keepsItsLayers = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("door")
            .definedBy("dev.hostler.api.door")
            .layer("façade")
            .definedBy("dev.hostler.api")
            .layer("spi")
            .definedBy("dev.hostler.api.spi")
            .layer("event")
            .definedBy("dev.hostler.api.event")
            .layer("job")
            .definedBy("dev.hostler.api.job")
            .layer("ground")
            .definedBy(
                    "dev.hostler.api.error",
                    "dev.hostler.api.field",
                    "dev.hostler.api.identity",
                    "dev.hostler.api.log",
                    "dev.hostler.api.node",
                    "dev.hostler.api.stream",
                    "dev.hostler.api.workload",
                    "dev.hostler.api.meta")
            .whereLayer("door")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("façade")
            .mayOnlyBeAccessedByLayers("door")
            .whereLayer("spi")
            .mayOnlyBeAccessedByLayers("façade", "door")
            .whereLayer("event")
            .mayOnlyBeAccessedByLayers("spi", "façade", "door")
            .whereLayer("job")
            .mayOnlyBeAccessedByLayers("event", "spi", "façade", "door");

    @ArchTest
    static final ArchRule marksEveryPublicType = classes()
            .that()
            .haveModifier(PUBLIC)
            .and()
            .haveSimpleNameNotEndingWith("package-info")
            .and()
            .areNotAnnotations()
            .should()
            .beAnnotatedWith(Stable.class)
            .orShould()
            .beAnnotatedWith(Experimental.class)
            .orShould()
            .beAnnotatedWith(Internal.class);

    @ArchTest
    static final ArchRule avoidsEmptyNames =
            noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)");
}
