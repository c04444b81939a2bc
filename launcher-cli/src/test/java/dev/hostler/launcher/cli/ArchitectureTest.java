package dev.hostler.launcher.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.hostler.launcher.cli..", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule SEES_THE_API_ALONE = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "ch.qos.logback..",
                    "picocli..",
                    "com.fasterxml.jackson.core..",
                    "com.fasterxml.jackson.databind..",
                    "com.fasterxml.jackson.dataformat.yaml..",
                    "dev.hostler.launcher.cli..",
                    "dev.hostler.api",
                    "dev.hostler.api.door",
                    "dev.hostler.api.error",
                    "dev.hostler.api.event",
                    "dev.hostler.api.identity",
                    "dev.hostler.api.job",
                    "dev.hostler.api.log",
                    "dev.hostler.api.node",
                    "dev.hostler.api.spi",
                    "dev.hostler.api.workload");

    @ArchTest
    static final ArchRule ONE_PLACE_KNOWS_HOW_TO_LOG = noClasses()
            .that()
            .areNotAssignableTo(LogSetup.class)
            .and()
            .areNotAssignableTo(LogLayout.class)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ch.qos.logback..", "org.slf4j..");

    /** It watches its own agent, from which it takes numbers. */
    @ArchTest
    static final ArchRule ONLY_THE_BENCH_LOOKS_INTO_ITS_AGENT = noClasses()
            .that()
            .resideOutsideOfPackage("dev.hostler.launcher.cli.bench")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.hostler.api.spi");

    @ArchTest
    static final ArchRule ONE_PLACE_ENDS_THE_PROCESS =
            noClasses().that().areNotAssignableTo(Main.class).should().callMethod(System.class, "exit", int.class);

    @ArchTest
    static final ArchRule ONE_PLACE_KNOWS_THE_STREAMS = noClasses()
            .that()
            .areNotAssignableTo(Invocation.class)
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");
}
