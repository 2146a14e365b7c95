package dev.bogie.integration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ModulePathTest {

    @Test
    void testsOfThisModuleRunInANamedModule() {
        assertThat(ModulePathTest.class.getModule().getName()).isEqualTo("dev.bogie.integration");
    }
}
