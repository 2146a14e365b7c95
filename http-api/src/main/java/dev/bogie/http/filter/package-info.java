/**
 * Filters that most servers want: {@link dev.bogie.http.filter.ErrorResponses} outermost, then
 * {@link dev.bogie.http.filter.AllowedHosts}, {@link dev.bogie.http.filter.SecurityHeaders}, {@link
 * dev.bogie.http.filter.SameOrigin}, {@link dev.bogie.http.filter.Sessions}. All are safe for any
 * thread and never wait.
 */
package dev.bogie.http.filter;
