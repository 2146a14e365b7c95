package dev.bogie.chat.internal;

import dev.bogie.http.Body;
import dev.bogie.http.FieldName;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Response;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The page and what belongs to it, read from this module once. */
final class Page {
    private Page() {}

    /**
     * The page itself, with the name of the transport that carries the request put in, escaped;
     * begins the session.
     */
    static HttpHandler index(Members members) {
        String html = new String(read("index.html"), StandardCharsets.UTF_8);
        Map<String, HttpHandler> pages = new ConcurrentHashMap<>(); // one for each transport
        return HttpHandler.nonBlocking(
                request -> {
                    members.of(request);
                    return pages.computeIfAbsent(
                                    Wording.transport(request), name -> index(html, name))
                            .handle(request);
                });
    }

    private static HttpHandler index(String html, String transport) {
        String page = html.replace("{{transport}}", escaped(transport));
        return fixed("text/html;charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
    }

    static HttpHandler file(String name, String mediaType) {
        return fixed(mediaType, read(name));
    }

    private static HttpHandler fixed(String mediaType, byte[] content) {
        return HttpHandler.nonBlocking(
                request ->
                        Response.ok(mediaType, Body.of(content))
                                .with(FieldName.CACHE_CONTROL, "no-cache"));
    }

    private static byte[] read(String name) {
        try (InputStream in = Page.class.getResourceAsStream("page/" + name)) {
            if (in == null) {
                throw new IllegalStateException("this module lacks its resource page/" + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the resource page/" + name + " can't be read", e);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
