package io.replyard.fuzz;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Something to fuzz, in the form that Jazzer calls: {@code public static void fuzzerTestOneInput(byte[])}, beside {@code public static List<byte[]> seeds()}.
 *
 * @param type the class, whose name ends in Fuzz
 */
public record Target(Class<?> type) {
    private static final String SUFFIX = "Fuzz.class";

    /** All of this module, by name. */
    public static List<Target> all() throws IOException, URISyntaxException {
        URI here =
                Target.class.getProtectionDomain().getCodeSource().getLocation().toURI();
        Path classes = Path.of(here);
        try (Stream<Path> files = Files.walk(classes)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .map(file -> named(classes.relativize(file)))
                    .sorted((one, other) -> one.name().compareTo(other.name()))
                    .toList();
        }
    }

    private static Target named(Path file) {
        String path = file.toString();
        String name = path.substring(0, path.length() - ".class".length()).replace('/', '.');
        try {
            return new Target(Class.forName(name));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("a class of this module is not to be had", e);
        }
    }

    /** Its full name, as Jazzer wants it. */
    public String name() {
        return type.getName();
    }

    /** Inputs to begin with. */
    @SuppressWarnings("unchecked")
    public List<byte[]> seeds() throws Throwable {
        return (List<byte[]>) method("seeds", MethodType.methodType(List.class)).invoke();
    }

    /** Tries one input, which stays as it is. */
    public void run(byte[] input) throws Throwable {
        method("fuzzerTestOneInput", MethodType.methodType(void.class, byte[].class))
                .invoke(input.clone());
    }

    private MethodHandle method(String name, MethodType of) throws ReflectiveOperationException {
        return MethodHandles.publicLookup().findStatic(type, name, of);
    }
}
