/** From a request to the handler that answers it. */
package dev.bogie.http.routing;
