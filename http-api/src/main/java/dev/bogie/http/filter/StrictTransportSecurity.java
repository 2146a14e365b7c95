package dev.bogie.http.filter;

import dev.bogie.http.FieldName;
import dev.bogie.http.Filter;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.NonBlocking;
import dev.bogie.http.Request;
import dev.bogie.http.Response;

import java.time.Duration;

/**
 * Tells browsers to come to this host over TLS only from now on (RFC 6797). Said over TLS only, as
 * §7.2 asks; what is said without it is ignored, since anybody could have said it. Browsers hold to
 * it for the whole time, so begin with a short one.
 */
public final class StrictTransportSecurity implements Filter, NonBlocking {
    private static final FieldName FIELD = FieldName.of("Strict-Transport-Security");

    private final String value;

    /**
     * For this host and not for those below it.
     *
     * @param maxAge how long browsers are to remember; zero makes them forget
     * @throws IllegalArgumentException if it is negative
     */
    public StrictTransportSecurity(Duration maxAge) {
        this("", maxAge);
    }

    private StrictTransportSecurity(String more, Duration maxAge) {
        if (maxAge.isNegative()) {
            throw new IllegalArgumentException("the time " + maxAge + " is negative");
        }
        this.value = "max-age=" + maxAge.toSeconds() + more;
    }

    /**
     * For this host and all below it: also those that other servers answer for.
     *
     * @param maxAge how long browsers are to remember; zero makes them forget
     * @return the filter
     * @throws IllegalArgumentException if it is negative
     */
    public static StrictTransportSecurity includingSubDomains(Duration maxAge) {
        return new StrictTransportSecurity("; includeSubDomains", maxAge);
    }

    @Override
    public Response filter(Request request, HttpHandler next) throws Exception {
        Response response = next.handle(request);
        return request.scheme().equals("https") && !response.fields().has(FIELD)
                ? response.with(FIELD, value)
                : response;
    }
}
