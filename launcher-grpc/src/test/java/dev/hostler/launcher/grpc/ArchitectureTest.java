package dev.hostler.launcher.grpc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.hostler.launcher.grpc", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String GENERATED = "dev.hostler.launcher.grpc.proto..";

    @ArchTest
    static final ArchRule SEES_THE_API_ALONE = classes()
            .that()
            .resideOutsideOfPackage(GENERATED)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "javax.naming..",
                    "javax.net.ssl..",
                    "javax.security.auth.x500..",
                    "com.sun.net.httpserver..",
                    "org.jspecify..",
                    "org.slf4j",
                    "io.grpc..",
                    "com.google.protobuf..",
                    "io.micrometer..",
                    "com.fasterxml.jackson.databind..",
                    "com.fasterxml.jackson.core..",
                    "com.fasterxml.jackson.dataformat.yaml..",
                    "dev.hostler.launcher.grpc..",
                    "dev.hostler.api..");

    @ArchTest
    static final ArchRule NO_SPI_BUT_FOR_NUMBERS = noClasses()
            .that()
            .resideOutsideOfPackage("dev.hostler.launcher.grpc.metrics")
            .and()
            .doNotHaveSimpleName("GrpcDoor")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.hostler.api.spi");

    @ArchTest
    static final ArchRule NETTY_IS_KNOWN_WHERE_CONNECTIONS_ARE_MADE = noClasses()
            .that()
            .resideOutsideOfPackages("dev.hostler.launcher.grpc.server", "dev.hostler.launcher.grpc.control", GENERATED)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.grpc.netty..");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.hostler.launcher.grpc.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONE_PLACE_ENDS_THE_PROCESS =
            noClasses().that().areNotAssignableTo(Main.class).should().callMethod(System.class, "exit", int.class);
}
