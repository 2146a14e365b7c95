/** The event stream format as bytes in and events out. */
package dev.bogie.sse.machine;
