/** A server that greets. */
package org.example.hello;
