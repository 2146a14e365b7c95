/** The contract, kept by the memory transport. It cannot stand there: this module requires it. */
package dev.bogie.testkit.memory;
