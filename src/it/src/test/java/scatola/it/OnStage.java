package scatola.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests their JVM's {@link Stage}, made ready before each; it is taken down after the last class there. A class fails
 * if anything was said meanwhile that is not as the contract says.
 */
final class OnStage implements ParameterResolver, BeforeEachCallback, AfterAllCallback {
    @Override
    public void beforeEach(ExtensionContext context) {
        stage(context).ready();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        assertThat(stage(context).minutes().takeObjections())
                .as("said on the bus meanwhile, and not as broker/src/main/asyncapi/scatola.yaml says")
                .isEmpty();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Stage.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return stage(context);
    }

    private static Stage stage(ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(OnStage.class))
                .computeIfAbsent(Stage.class, key -> Stage.up(), Stage.class);
    }
}
