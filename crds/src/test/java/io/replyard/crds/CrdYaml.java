package io.replyard.crds;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * The CRD YAML of a model class: what Fabric8's generator makes of the annotations, mended where it cannot do it.
 *
 * <p>Mended: columns stand in the order of the annotations (the generator sorts them by path), {@code spec} is required, conditions merge by type, and a rule
 * on a record component counts once (the compiler copies it to field and accessor).
 */
final class CrdYaml {
    private static final String HEADER =
            "# Made from the classes in io.replyard.crds; change those, then run `make crds`.\n";

    private CrdYaml() {}

    static String of(Class<? extends CustomResource<?, ?>> model) {
        MemoryOutput output = new MemoryOutput();
        new CRDGenerator()
                .withOutput(output)
                .withMinQuotes(true)
                .withParallelGenerationEnabled(false)
                .forCRDVersions("v1")
                .withPostProcessor(new CRDPostProcessor() {
                    @Override
                    public HasMetadata process(HasMetadata crd, String version) {
                        return mended(crd, model);
                    }
                })
                .customResourceClasses(List.of(model))
                .generate();
        String yaml = output.stream.toString(StandardCharsets.UTF_8);
        return HEADER + yaml.substring(yaml.indexOf("apiVersion:")).stripTrailing() + "\n";
    }

    private static HasMetadata mended(HasMetadata crd, Class<?> model) {
        CustomResourceDefinitionVersion version =
                ((CustomResourceDefinition) crd).getSpec().getVersions().getFirst();
        version.getAdditionalPrinterColumns().sort(annotationOrder(model));
        JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
        root.setRequired(List.of("spec"));
        root.getProperties().values().removeIf(CrdYaml::isEmptyObject);
        mendSchema(root);
        return crd;
    }

    /** The generator declares a status for classes whose status type is Void. */
    private static boolean isEmptyObject(JSONSchemaProps schema) {
        return schema.getProperties() == null || schema.getProperties().isEmpty();
    }

    private static Comparator<CustomResourceColumnDefinition> annotationOrder(Class<?> model) {
        List<String> names = Arrays.stream(model.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(AdditionalPrinterColumn::name)
                .toList();
        return Comparator.comparingInt(column -> names.indexOf(column.getName()));
    }

    private static void mendSchema(JSONSchemaProps schema) {
        if (schema.getXKubernetesValidations() != null) {
            schema.setXKubernetesValidations(
                    schema.getXKubernetesValidations().stream().distinct().toList());
        }
        if (schema.getProperties() == null) {
            return;
        }
        schema.getProperties().forEach((name, property) -> {
            if (name.equals("conditions") && Objects.equals(property.getType(), "array")) {
                property.setXKubernetesListType("map");
                property.setXKubernetesListMapKeys(List.of("type"));
                mendSchema(property.getItems().getSchema());
            }
            mendSchema(property);
        });
    }

    private static final class MemoryOutput extends CRDGenerator.AbstractCRDOutput<ByteArrayOutputStream> {
        private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

        @Override
        protected ByteArrayOutputStream createStreamFor(String crdName) {
            return stream;
        }
    }
}
