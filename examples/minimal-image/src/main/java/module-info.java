/**
 * A server that greets: an application of one's own, to be linked into an image with what it needs.
 */
module org.example.hello {
    requires dev.bogie.http;
    requires dev.bogie.runtime;
}
