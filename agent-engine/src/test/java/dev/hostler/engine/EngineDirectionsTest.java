package dev.hostler.engine;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.ServiceLoader;
import java.util.Timer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The directions between the engine's rooms, and what may be touched in one room only. */
@AnalyzeClasses(packages = "dev.hostler.engine", importOptions = DoNotIncludeTests.class)
class EngineDirectionsTest {
    @ArchTest
    static final ArchRule hasNoPackageCycles =
            slices().matching("dev.hostler.engine.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule executorsSeeTheSpiOnly = noClasses()
            .that()
            .resideInAnyPackage("dev.hostler.engine.executor..", "dev.hostler.engine.runtime..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.hostler.engine",
                    "dev.hostler.engine.admission..",
                    "dev.hostler.engine.artifact..",
                    "dev.hostler.engine.cache..",
                    "dev.hostler.engine.event..",
                    "dev.hostler.engine.fault..",
                    "dev.hostler.engine.job..",
                    "dev.hostler.engine.log..",
                    "dev.hostler.engine.node..",
                    "dev.hostler.engine.pipeline..",
                    "dev.hostler.engine.process..",
                    "dev.hostler.engine.registry..",
                    "dev.hostler.engine.retry..",
                    "dev.hostler.engine.sandbox..",
                    "dev.hostler.engine.secret..",
                    "dev.hostler.engine.state..",
                    "dev.hostler.engine.time..",
                    "dev.hostler.engine.workspace..");

    @ArchTest
    static final ArchRule nobodySeesAnExecutor = noClasses()
            .that()
            .resideOutsideOfPackages("dev.hostler.engine.executor..", "dev.hostler.engine.runtime..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.hostler.engine.executor..", "dev.hostler.engine.runtime..");

    /** The rooms for control groups, and for what runtimes share, belong to all adapters and are none. */
    @ArchTest
    static final ArchRule noAdapterSeesAnother = slices().matching("dev.hostler.engine.(executor|runtime).(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(
                    alwaysTrue(),
                    resideInAnyPackage(
                            "dev.hostler.engine.executor.cgroup..",
                            "dev.hostler.engine.runtime.container..",
                            "dev.hostler.engine.runtime.feed.."));

    @ArchTest
    static final ArchRule onlyDockersAdaptersSeeTheWayToDocker = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.hostler.engine.docker..",
                    "dev.hostler.engine.executor.docker..",
                    "dev.hostler.engine.runtime.compose..",
                    "dev.hostler.engine.runtime.container..",
                    "dev.hostler.engine.runtime.docker..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.hostler.engine.docker..");

    @ArchTest
    static final ArchRule theWayToDockerSeesTheApiOnly = noClasses()
            .that()
            .resideInAPackage("dev.hostler.engine.docker..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.hostler.engine..")
                    .and(resideOutsideOfPackage("dev.hostler.engine.docker..")));

    @ArchTest
    static final ArchRule onlyTimeMakesThreadsAndTimers = noClasses()
            .that()
            .resideOutsideOfPackage("dev.hostler.engine.time")
            .should()
            .dependOnClassesThat(are(com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf(
                    Executors.class, ExecutorService.class, Timer.class, Clock.class)))
            .orShould()
            .callConstructorWhere(com.tngtech.archunit.base.DescribedPredicate.describe(
                    "a thread is made", call -> call.getTargetOwner().isEquivalentTo(Thread.class)));

    @ArchTest
    static final ArchRule onlyTimeReadsClocks = noClasses()
            .that()
            .resideOutsideOfPackage("dev.hostler.engine.time")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule onlyProcessStartsProcesses = noClasses()
            .that()
            .resideOutsideOfPackage("dev.hostler.engine.process")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(ProcessBuilder.class)
            .orShould()
            .callMethod(Runtime.class, "exec", String[].class);

    @ArchTest
    static final ArchRule onlyTheRegistryLoadsProviders = noClasses()
            .that()
            .resideOutsideOfPackage("dev.hostler.engine.registry")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(ServiceLoader.class);

    @ArchTest
    static final ArchRule printsNothing = noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(System.class, "exit", int.class);

    @ArchTest
    static final ArchRule declaresNoBareExceptions =
            noMethods().that().arePublic().should().declareThrowableOfType(Exception.class);

    @ArchTest
    static final ArchRule namesNoProtocol =
            noClasses().should().haveNameMatching("(?i).*(gryt|persys|raibid|ritmo|solvyd|github).*");

    @ArchTest
    static final ArchRule avoidsEmptyNames =
            noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)");
}
