package org.sealedjoin;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealedjoin.table.Inputs;
import org.sealedjoin.table.Outputs;
import org.sealedjoin.table.Table;

/** The package table of the design: who may import whom, who opens files, who names columns that hold numbers. */
class ArchitectureTest {
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.sealedjoin");
    private static final Pattern NUMBER_COLUMN = Pattern.compile("\"(phone|contact_phone|hashed_phone)\"");

    @ParameterizedTest
    @CsvSource({
        "base,",
        "phone,",
        "guard, base",
        "table, base guard",
        "consent, base guard table",
        "token, base guard phone",
        "seal, base guard table consent token phone",
        "graph, base guard table consent",
        "privacy, base guard table",
        "products.friends, base guard table consent graph privacy",
        "products.audience, base guard table consent graph privacy",
        "products.safety, base guard table consent graph privacy",
        "products.usage, base guard table consent graph privacy",
        "products.business, base guard table consent graph privacy",
        "release, base guard table privacy",
        "verify, base guard table token phone privacy",
        "report, base table",
        "generate, base table release",
        "evaluate, base table release products.friends"
    })
    void imports_ofPackage_onlyThoseOfTheTable(String name, String mayImport) {
        var allowed = new TreeSet<String>();
        allowed.add(packageOf(name));
        if (mayImport != null) {
            Arrays.stream(mayImport.split(" ", -1))
                    .map(ArchitectureTest::packageOf)
                    .forEach(allowed::add);
        }
        DescribedPredicate<JavaClass> foreign = resideInAnyPackage("org.sealedjoin..")
                .and(DescribedPredicate.not(resideInAnyPackage(allowed.toArray(String[]::new))));

        noClasses()
                .that()
                .resideInAPackage(packageOf(name))
                .should()
                .dependOnClassesThat(foreign)
                .allowEmptyShould(true)
                .check(OURS);
    }

    private static String packageOf(String name) {
        return "org.sealedjoin." + name + "..";
    }

    @Test
    void packages_all_areInTheTable() {
        classes()
                .should()
                .resideInAnyPackage(Stream.of(
                                "base",
                                "phone",
                                "guard",
                                "table",
                                "consent",
                                "token",
                                "seal",
                                "graph",
                                "privacy",
                                "products",
                                "release",
                                "verify",
                                "report",
                                "generate",
                                "evaluate",
                                "app")
                        .map(ArchitectureTest::packageOf)
                        .toArray(String[]::new))
                .check(OURS);
    }

    @Test
    void packages_all_formNoCycle() {
        slices().matching("org.sealedjoin.(**)").should().beFreeOfCycles().check(OURS);
    }

    @Test
    void app_fromElsewhere_isNotImported() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.sealedjoin.app..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.sealedjoin.app..")
                .check(OURS);
    }

    @Test
    void spark_inBasePhoneAndArithmetic_isNotUsed() {
        noClasses()
                .that()
                .resideInAnyPackage("org.sealedjoin.base..", "org.sealedjoin.phone..", "org.sealedjoin.privacy")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..")
                .check(OURS);
    }

    /**
     * Exceptions by name: the command line takes paths from the operator, and writes the files that options name; {@code TemporaryFolder} is
     * made for one command and removed; {@code SealedJoin} opens the two console streams, {@code Nightly} prints the name of a published folder;
     * the phone tool reads and writes the advertiser's own list.
     */
    @Test
    void files_outsideTableAndRelease_areNotOpened() {
        DescribedPredicate<JavaClass> opensFiles = DescribedPredicate.describe(
                "that open files",
                found -> found.getPackageName().startsWith("java.nio.file")
                        || found.getPackageName().startsWith("java.nio.channels")
                        || found.getPackageName().startsWith("org.apache.hadoop.fs")
                        || found.getFullName().startsWith("java.io.File")
                                && !found.getFullName().equals("java.io.FileNotFoundException")
                        || found.getFullName().equals("java.io.RandomAccessFile"));

        noClasses()
                .that()
                .resideOutsideOfPackages("org.sealedjoin.table..", "org.sealedjoin.release..")
                .and()
                .doNotHaveFullyQualifiedName("org.sealedjoin.app.SettingsOptions")
                .and()
                .doNotHaveFullyQualifiedName("org.sealedjoin.app.Settings")
                .and()
                .doNotHaveFullyQualifiedName("org.sealedjoin.app.EvaluateCommand")
                .and()
                .doNotHaveFullyQualifiedName("org.sealedjoin.app.TrainCommand")
                .and()
                .doNotHaveFullyQualifiedName("org.sealedjoin.app.OptionFile")
                .and()
                .doNotHaveFullyQualifiedName("org.sealedjoin.app.TemporaryFolder")
                .and()
                // The guard must know which place a path means, and which columns a CSV file of a scan has.
                .resideOutsideOfPackage("org.sealedjoin.guard..")
                .and()
                .doNotHaveFullyQualifiedName("org.sealedjoin.app.SealedJoin")
                .and()
                .doNotHaveFullyQualifiedName("org.sealedjoin.app.Nightly")
                .and()
                .resideOutsideOfPackage("org.sealedjoin.phone..")
                .should()
                .dependOnClassesThat(opensFiles)
                .check(OURS);
    }

    @Test
    void numberColumns_namedInSource_onlyWhereNumbersMayBe() throws IOException {
        Path sources = Path.of("src", "main", "java", "org", "sealedjoin");
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(sources)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> NUMBER_COLUMN.matcher(text(file)).find())
                    .forEach(file ->
                            found.add(sources.relativize(file).getName(0).toString()));
        }

        assertThat(found).contains("seal", "table").isSubsetOf("table", "seal", "verify", "generate");
    }

    /** The guard can be lifted out: labels, sinks and tables come in from outside. */
    @Test
    void guard_source_namesNoTableOfOurs() throws IOException {
        Set<String> ours = Stream.concat(
                        Inputs.all().stream().map(Table::name),
                        Outputs.all().stream().map(sink -> sink.table().name()))
                .collect(Collectors.toSet());
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java", "org", "sealedjoin", "guard"))) {
            List<String> sources = files.filter(file -> file.toString().endsWith(".java"))
                    .map(ArchitectureTest::text)
                    .map(source -> source.replaceAll("(?s)/\\*\\*.*?\\*/", ""))
                    .toList();

            assertThat(sources).hasSizeGreaterThan(20);
            assertThat(ours).noneMatch(name -> sources.stream().anyMatch(source -> source.contains("\"" + name)));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
