/** Topics and their subscribers. */
package dev.bogie.broadcast;
