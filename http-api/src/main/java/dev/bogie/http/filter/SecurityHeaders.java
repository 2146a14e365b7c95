package dev.bogie.http.filter;

import dev.bogie.http.FieldName;
import dev.bogie.http.Fields;
import dev.bogie.http.FieldsBuilder;
import dev.bogie.http.Filter;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.NonBlocking;
import dev.bogie.http.Request;
import dev.bogie.http.Response;

/**
 * Adds the fields that make a browser careful with a page: no script or style but from files of
 * this server, no frame around it, no guessing of types, no referrer to others. A field that the
 * handler has set is left as it is.
 */
public final class SecurityHeaders implements Filter, NonBlocking {
    /** Everything from this server only; nothing inline; may not be framed. */
    public static final String STRICT_POLICY =
            "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
                    + " object-src 'none'";

    private final Fields fields;

    /** With {@link #STRICT_POLICY}. */
    public SecurityHeaders() {
        this(STRICT_POLICY);
    }

    /**
     * With a policy of one's own.
     *
     * @param contentSecurityPolicy the value of the field
     * @throws IllegalArgumentException if that is no field value
     */
    public SecurityHeaders(String contentSecurityPolicy) {
        fields =
                Fields.builder()
                        .add(FieldName.CONTENT_SECURITY_POLICY, contentSecurityPolicy)
                        .add(FieldName.of("X-Content-Type-Options"), "nosniff")
                        .add(FieldName.of("X-Frame-Options"), "DENY")
                        .add(FieldName.of("Referrer-Policy"), "same-origin")
                        .add(FieldName.of("Cross-Origin-Opener-Policy"), "same-origin")
                        .add(FieldName.of("Cross-Origin-Resource-Policy"), "same-origin")
                        .build();
    }

    @Override
    public Response filter(Request request, HttpHandler next) throws Exception {
        Response response = next.handle(request);
        FieldsBuilder all = response.fields().toBuilder();
        for (int i = 0; i < fields.size(); i++) {
            if (!response.fields().has(fields.name(i))) {
                all.add(fields.name(i), fields.value(i));
            }
        }
        return response.with(all.build());
    }
}
