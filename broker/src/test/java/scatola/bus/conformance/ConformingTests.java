package scatola.bus.conformance;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewArrayTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Finds the tests that carry {@code @Conforms}, in the sources of all modules: whether they are compiled or not. */
final class ConformingTests {
    private static final Set<String> TESTS = Set.of("Test", "ParameterizedTest", "TestFactory", "RepeatedTest");
    private static final Pattern MODULE = Pattern.compile("<module>(.*)</module>");

    /**
     * @param file the source
     * @param type the class in it
     * @param method the test
     * @param isTest whether it is one
     * @param id what it holds
     */
    record Found(Path file, String type, String method, boolean isTest, String id) {}

    private ConformingTests() {}

    /** @return all of a repository, a line for each id of each test */
    static List<Found> in(Path home) throws IOException {
        List<Path> files = new ArrayList<>();
        for (var module : MODULE.matcher(Files.readString(home.resolve("pom.xml")))
                .results()
                .toList()) {
            Path tests = home.resolve(module.group(1)).resolve("src/test/java");
            if (Files.exists(tests)) {
                try (Stream<Path> all = Files.walk(tests)) {
                    files.addAll(
                            all.filter(ConformingTests::mayCarryOne).sorted().toList());
                }
            }
        }
        List<Found> found = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, manager, null, List.of("-proc:none"), null, manager.getJavaFileObjectsFromPaths(files));
            for (var unit : task.parse()) {
                Path file = Path.of(unit.getSourceFile().toUri());
                new Reader(file, found).scan(unit, null);
            }
        }
        return found;
    }

    private static boolean mayCarryOne(Path file) {
        try {
            return file.toString().endsWith(".java") && Files.readString(file).contains("@Conforms(");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static final class Reader extends TreePathScanner<Void, Void> {
        private final Path file;
        private final List<Found> into;

        Reader(Path file, List<Found> into) {
            this.file = file;
            this.into = into;
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            List<String> names = method.getModifiers().getAnnotations().stream()
                    .map(annotation -> annotation.getAnnotationType().toString())
                    .toList();
            String type = ((ClassTree) getCurrentPath().getParentPath().getLeaf())
                    .getSimpleName()
                    .toString();
            boolean isTest = names.stream().anyMatch(TESTS::contains);
            method.getModifiers().getAnnotations().stream()
                    .filter(annotation ->
                            annotation.getAnnotationType().toString().equals("Conforms"))
                    .flatMap(Reader::ids)
                    .forEach(id ->
                            into.add(new Found(file, type, method.getName().toString(), isTest, id)));
            return super.visitMethod(method, null);
        }

        private static Stream<String> ids(AnnotationTree annotation) {
            return annotation.getArguments().stream().flatMap(Reader::texts);
        }

        private static Stream<String> texts(ExpressionTree value) {
            return switch (value) {
                case AssignmentTree named -> texts(named.getExpression());
                case NewArrayTree several -> several.getInitializers().stream().flatMap(Reader::texts);
                case LiteralTree one -> Stream.of(String.valueOf(one.getValue()));
                default -> throw new IllegalStateException("an id must stand there as a text, not as " + value);
            };
        }
    }
}
