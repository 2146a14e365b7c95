package dev.bogie.testkit.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import java.util.Set;
import java.util.TreeSet;

/** Which tests of a class fail, when it is run by JUnit within a test. */
final class Failures {
    private Failures() {}

    /** Runs the tests of these names, all of which must be there, and answers which failed. */
    static Set<String> of(Class<?> subject, Set<String> tests) {
        PostDiscoveryFilter named =
                test ->
                        FilterResult.includedIf(
                                test.getSource()
                                        .filter(MethodSource.class::isInstance)
                                        .map(s -> ((MethodSource) s).getMethodName())
                                        .map(tests::contains)
                                        .orElse(true));
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(selectClass(subject))
                        .filters(named)
                        .build();
        Set<String> ran = new TreeSet<>();
        Set<String> failed = new TreeSet<>();
        LauncherFactory.create()
                .execute(
                        request,
                        new TestExecutionListener() {
                            @Override
                            public void executionFinished(
                                    TestIdentifier test, TestExecutionResult result) {
                                if (test.isTest()) {
                                    String name = test.getDisplayName().replace("()", "");
                                    ran.add(name);
                                    if (result.getStatus()
                                            != TestExecutionResult.Status.SUCCESSFUL) {
                                        failed.add(name);
                                    }
                                }
                            }
                        });
        assertThat(ran).containsExactlyInAnyOrderElementsOf(tests);
        return failed;
    }
}
