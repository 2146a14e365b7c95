/**
 * The demo as its users meet it: the image's own process, a real browser, its pages, its end.
 *
 * <p>{@link dev.bogie.integration.demo.Demo} is the process, {@link
 * dev.bogie.integration.demo.Chromium} the browser, driven by the DevTools protocol over the JDK's
 * own WebSocket client, so that our WebSocket is not tested by itself.
 */
package dev.bogie.integration.demo;
