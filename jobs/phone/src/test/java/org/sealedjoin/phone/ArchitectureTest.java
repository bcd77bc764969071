package org.sealedjoin.phone;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.PrintStream;

@AnalyzeClasses(packages = "org.sealedjoin.phone", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule needsNoSpark = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..")
            .because("advertisers run this module on their own machine");

    @ArchTest
    static final ArchRule onlyTheToolPrints = noClasses()
            .that()
            .doNotHaveSimpleName("PhoneTool")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .dependOnClassesThat(equivalentTo(PrintStream.class))
            .because("a number must not reach a console or a log");

    @ArchTest
    static final ArchRule normalizingOpensNothing = noClasses()
            .that()
            .haveNameMatching(".*\\.(PhoneN|Library|Hash|Pla|Number|National|Digit|Recognizer|Regions|CallingCode).*")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.file..", "java.net..", "picocli..")
            .because("what holds a number may only compute");
}
