/** Event streams as an application sees them. */
package dev.bogie.sse;
