package dev.bogie.http.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.bogie.http.FieldName;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Method;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.Status;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

class HttpsTest {
    private static final HttpHandler OK = request -> Response.text("ok");
    private static final FieldName HSTS = FieldName.of("strict-transport-security");
    private static final Duration YEAR = Duration.ofDays(365);

    @ParameterizedTest
    @CsvSource({
        // port of https, asked for, told
        "443,  http://a/b?c=d%20e, https://a/b?c=d%20e",
        "443,  http://a:8080/,     https://a/",
        "8443, http://a:8080/x,    https://a:8443/x",
        "443,  http://[::1]:80/,   https://[::1]/"
    })
    void withoutTlsTheSameAddressOverHttpsIsTold(int port, String asked, String told)
            throws Exception {
        Response response = OK.with(new HttpsRedirect(port)).handle(Request.get(asked));

        assertThat(response.status()).isEqualTo(Status.PERMANENT_REDIRECT);
        assertThat(response.fields().first(FieldName.LOCATION)).contains(told);
    }

    @Test
    void whatAsksForNoPathIsToldTheRoot() throws Exception {
        Request request = Request.builder(Method.OPTIONS, "*").authority("a").build();

        assertThat(new HttpsRedirect().filter(request, OK).fields().first(FieldName.LOCATION))
                .contains("https://a/");
    }

    @Test
    void whoSaysNoHostCannotBeToldAnAddress() throws Exception {
        assertThat(new HttpsRedirect().filter(Request.get("/"), OK).status())
                .isEqualTo(Status.FORBIDDEN);
    }

    @Test
    void overTlsNothingIsRedirected() throws Exception {
        assertThat(OK.with(new HttpsRedirect()).handle(Request.get("https://a/")).status())
                .isEqualTo(Status.OK);
    }

    @Test
    void aPortThatDoesNotExistIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new HttpsRedirect(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new HttpsRedirect(65_536));
    }

    @Test
    void strictTransportSecurityIsSaidOverTlsOnly() throws Exception {
        HttpHandler strict = OK.with(new StrictTransportSecurity(YEAR));

        assertThat(strict.handle(Request.get("https://a/")).fields().all(HSTS))
                .containsExactly("max-age=31536000");
        assertThat(strict.handle(Request.get("http://a/")).fields().has(HSTS)).isFalse();
    }

    @Test
    void strictTransportSecurityMayBeSaidForAllBelowAHost() throws Exception {
        HttpHandler strict = OK.with(StrictTransportSecurity.includingSubDomains(YEAR));

        assertThat(strict.handle(Request.get("https://a/")).fields().first(HSTS))
                .contains("max-age=31536000; includeSubDomains");
    }

    @Test
    void whatAHandlerSaysOfStrictTransportSecurityStays() throws Exception {
        HttpHandler own = request -> Response.text("ok").with(HSTS, "max-age=0");

        assertThat(
                        own.with(new StrictTransportSecurity(YEAR))
                                .handle(Request.get("https://a/"))
                                .fields()
                                .all(HSTS))
                .containsExactly("max-age=0");
    }

    @Test
    void aTimeBeforeNowIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StrictTransportSecurity(Duration.ofSeconds(-1)));
    }

    @ParameterizedTest
    @CsvSource({
        // our address, Origin, status
        "https://a/,      https://a,      200",
        "https://a/,      http://a,       403",
        "https://a:8443/, https://a:8443, 200",
        "https://a:8443/, http://a:8443,  403",
        "http://a/,       https://a,      200"
    })
    void overTlsAPageThatCameWithoutItIsOfAnotherOrigin(String ours, String origin, int status)
            throws Exception {
        Request request = Request.of(Method.PUT, ours).with(FieldName.ORIGIN, origin);

        assertThat(OK.with(new SameOrigin()).handle(request).status().code()).isEqualTo(status);
    }
}
