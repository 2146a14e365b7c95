/**
 * A server that changes its transport while strict clients talk to it: clients that try nothing
 * again and take nothing amiss but what the protocol promises.
 */
package dev.bogie.integration.swap;
