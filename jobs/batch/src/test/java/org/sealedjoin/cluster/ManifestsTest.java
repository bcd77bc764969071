package org.sealedjoin.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests for Kubernetes against the schemas of what would take them; a field that no schema knows is refused, not passed over. */
class ManifestsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Pattern OUR_SETTING = Pattern.compile("--set[\\s\"-]+([a-z][a-z.-]+)=");

    private static Path manifest(String name) {
        return LoopbackCluster.ROOT.resolve("scripts/kubernetes").resolve(name + ".yaml");
    }

    private static JsonNode read(String name) throws IOException {
        return YAML.readTree(manifest(name).toFile());
    }

    private static JsonNode resource(String name) throws IOException {
        try (var stream = ManifestsTest.class.getResourceAsStream("/kubernetes/" + name)) {
            return strict(JSON.readTree(Objects.requireNonNull(stream)));
        }
    }

    /** Kubernetes drops fields that it does not know; whoever misspelt one should hear of it. */
    private static JsonNode strict(JsonNode schema) {
        if (schema instanceof ObjectNode object
                && object.path("properties").isObject()
                && !object.has("additionalProperties")
                && !object.path("x-kubernetes-preserve-unknown-fields").asBoolean()
                && object.path("type").asText().equals("object")) {
            object.put("additionalProperties", false);
        }
        schema.forEach(ManifestsTest::strict);
        return schema;
    }

    private static JsonNode schemaOf(String name) throws IOException {
        JsonNode application = resource("sparkapplication-v1beta2.json");
        if (name.equals("sparkapplication")) {
            // What every object has; the resource's own schema leaves it to the server.
            ((ObjectNode) application.path("properties").path("metadata")).remove("additionalProperties");
            return application;
        }
        JsonNode job = resource("cronjob-v1.json");
        var parts = (ObjectNode) job.path("definitions");
        JsonNode spec = application.path("properties").path("spec").path("properties");
        JsonNode driver = spec.path("driver").path("properties");
        parts.set("container", driver.path("sidecars").path("items"));
        parts.set("podSecurityContext", driver.path("podSecurityContext"));
        parts.set("volume", spec.path("volumes").path("items"));
        return job;
    }

    private static List<String> faults(String name, JsonNode manifest) throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
                .getSchema(schemaOf(name))
                .validate(manifest)
                .stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sparkapplication", "cronjob"})
    void manifest_ofNight_fitsItsSchema(String name) throws IOException {
        assertThat(faults(name, read(name))).isEmpty();
    }

    /** So that the schemas are known to be in force where they are wanted. */
    @ParameterizedTest
    @CsvSource({
        "sparkapplication, /spec, sparkVersoin, sparkVersoin",
        "sparkapplication, /spec/driver, memroy, memroy",
        "sparkapplication, /spec/driver/securityContext, runAsNonroot, runAsNonroot",
        "cronjob, /spec, concurencyPolicy, concurencyPolicy",
        "cronjob, /spec/jobTemplate/spec/template/spec/containers/0, imagePullPolcy, imagePullPolcy",
        "cronjob, /spec/jobTemplate/spec/template/spec/containers/0/env/0, vlaue, vlaue"
    })
    void manifest_misspelt_isFound(String name, String place, String field, String told) throws IOException {
        JsonNode manifest = read(name);
        ((ObjectNode) manifest.at(place)).put(field, "x");

        assertThat(faults(name, manifest)).singleElement().asString().contains(told);
    }

    @Test
    void manifest_withoutWhatIsNeeded_isFound() throws IOException {
        JsonNode manifest = read("sparkapplication");
        ((ObjectNode) manifest.path("spec")).remove("sparkVersion");

        assertThat(faults("sparkapplication", manifest))
                .singleElement()
                .asString()
                .contains("sparkVersion");
    }

    /** What a run on a cluster asks for is there, and every setting of ours exists. */
    @ParameterizedTest
    @ValueSource(strings = {"sparkapplication", "cronjob"})
    void manifest_settings_areThoseThatARunAsksFor(String name) throws IOException {
        String text = Files.readString(manifest(name));
        assertThat(text.replaceAll("[\":= ]+", " "))
                .contains(
                        "spark.authenticate true", "spark.network.crypto.enabled true", "log4j2-sealedjoin.properties");
        Config known = ConfigFactory.parseResources("reference.conf");
        var named = new ArrayList<String>();
        for (Matcher found = OUR_SETTING.matcher(text); found.find(); ) {
            named.add(found.group(1));
        }
        assertThat(named).contains("privacy.noise-key-provider").allMatch(known::hasPath);
    }
}
