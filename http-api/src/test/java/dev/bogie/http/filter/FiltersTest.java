package dev.bogie.http.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bogie.http.Body;
import dev.bogie.http.BodyTooLargeException;
import dev.bogie.http.FieldName;
import dev.bogie.http.Fields;
import dev.bogie.http.HttpException;
import dev.bogie.http.HttpHandler;
import dev.bogie.http.Method;
import dev.bogie.http.Request;
import dev.bogie.http.Response;
import dev.bogie.http.Status;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiltersTest {
    private static final HttpHandler OK = request -> Response.text("ok");

    @ParameterizedTest
    @CsvSource({
        // method, Sec-Fetch-Site, Origin, status
        "POST, , , 200",
        "POST, same-origin, , 200",
        "POST, none, , 200",
        "POST, same-site, , 403",
        "POST, cross-site, , 403",
        "POST, same-origin, https://evil.example, 403",
        "POST, , http://host.example:8080, 200",
        "POST, , https://host.example:8080, 200",
        "POST, , http://HOST.example:8080, 200",
        "POST, , http://host.example, 403",
        "POST, , http://host.example:80801, 403",
        "POST, , http://host.example:8080.evil.example, 403",
        "POST, , http://evil.example:8080, 403",
        "POST, , null, 403",
        "POST, , '', 403",
        "POST, , host.example:8080, 403",
        "DELETE, cross-site, , 403",
        "BREW, cross-site, , 403",
        "GET, cross-site, , 200",
        "HEAD, cross-site, , 200"
    })
    void whatAnotherOriginSendsIsRefusedUnlessItIsSafe(
            String method, String site, String origin, int status) throws Exception {
        Request request =
                Request.of(Method.of(method), "http://host.example:8080/")
                        .with(fields(FieldName.SEC_FETCH_SITE, site, FieldName.ORIGIN, origin));

        assertThat(OK.with(new SameOrigin()).handle(request).status().code()).isEqualTo(status);
    }

    @Test
    void anOriginThatIsToldTwiceIsRefused() throws Exception {
        Request request =
                Request.post("http://a/", Body.none())
                        .adding(FieldName.ORIGIN, "http://a")
                        .adding(FieldName.ORIGIN, "http://evil");

        assertThat(OK.with(new SameOrigin()).handle(request).status()).isEqualTo(Status.FORBIDDEN);
    }

    @Test
    void aPageGetsCarefulHeadersUnlessItHasItsOwn() throws Exception {
        HttpHandler own =
                request -> Response.text("").with(FieldName.of("Referrer-Policy"), "origin");
        Fields fields = own.with(new SecurityHeaders()).handle(Request.get("/")).fields();

        assertThat(fields.all(FieldName.of("referrer-policy"))).containsExactly("origin");
        assertThat(fields.first("x-content-type-options")).contains("nosniff");
        assertThat(fields.first(FieldName.CONTENT_SECURITY_POLICY))
                .contains(SecurityHeaders.STRICT_POLICY);
        assertThat(SecurityHeaders.STRICT_POLICY).doesNotContain("unsafe");
    }

    @Test
    void anHttpExceptionBecomesItsStatusFieldsAndMessage() throws Exception {
        Response response =
                failing(
                        new HttpException(
                                Status.UNAUTHORIZED,
                                "log in first",
                                Fields.of(FieldName.of("WWW-Authenticate"), "Basic"),
                                null));

        assertThat(response.status()).isEqualTo(Status.UNAUTHORIZED);
        assertThat(response.fields().first("www-authenticate")).contains("Basic");
        assertThat(response.body().readString()).isEqualTo("log in first\n");
    }

    @Test
    void anyOtherFailureTellsThePeerNothing() throws Exception {
        Response response = failing(new IllegalStateException("jdbc:secret"));

        assertThat(response.status()).isEqualTo(Status.INTERNAL_SERVER_ERROR);
        assertThat(response.body().readString()).isEqualTo("Internal Server Error\n");
    }

    @Test
    void aBodyThatIsTooLargeIs413() throws Exception {
        assertThat(failing(new BodyTooLargeException(5)).status())
                .isEqualTo(Status.CONTENT_TOO_LARGE);
    }

    @Test
    void anInterruptIs503AndStays() throws Exception {
        assertThat(failing(new InterruptedException()).status())
                .isEqualTo(Status.SERVICE_UNAVAILABLE);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    @SuppressWarnings("NullAway") // the defect under test
    void aHandlerThatReturnsNullIs500() throws Exception {
        HttpHandler nothing = request -> null;

        assertThat(nothing.with(new ErrorResponses()).handle(Request.get("/")).status())
                .isEqualTo(Status.INTERNAL_SERVER_ERROR);
    }

    private static Response failing(Exception failure) throws Exception {
        HttpHandler handler =
                request -> {
                    throw failure;
                };
        return handler.with(new ErrorResponses()).handle(Request.get("/"));
    }

    private static Fields fields(FieldName a, String aValue, FieldName b, String bValue) {
        Fields fields = Fields.empty();
        fields = aValue == null ? fields : fields.with(a, aValue);
        return bValue == null ? fields : fields.with(b, bValue);
    }
}
