package dev.hostler.launcher.http;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.hostler.launcher.http", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule SEES_THE_API_ALONE = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.crypto..",
                    "javax.naming..",
                    "javax.net.ssl",
                    "javax.security.auth.x500",
                    "org.jspecify..",
                    "org.slf4j",
                    "org.eclipse.jetty..",
                    "io.micrometer..",
                    "com.fasterxml.jackson.core..",
                    "com.fasterxml.jackson.databind..",
                    "dev.hostler.launcher.http..",
                    "dev.hostler.api..");

    @ArchTest
    static final ArchRule NO_SPI_BUT_FOR_SECRETS_AND_NUMBERS = noClasses()
            .that()
            .haveSimpleNameNotEndingWith("TokenSecrets")
            .and()
            .resideOutsideOfPackage("dev.hostler.launcher.http.metrics")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.hostler.api.spi");

    @ArchTest
    static final ArchRule THE_SERVER_ALONE_KNOWS_JETTY = noClasses()
            .that()
            .resideOutsideOfPackage("dev.hostler.launcher.http.server")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.eclipse.jetty..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.hostler.launcher.http.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONE_PLACE_ENDS_THE_PROCESS =
            noClasses().that().areNotAssignableTo(Main.class).should().callMethod(System.class, "exit", int.class);
}
