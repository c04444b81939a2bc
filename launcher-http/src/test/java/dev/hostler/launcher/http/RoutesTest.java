package dev.hostler.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hostler.launcher.http.contract.Description;
import dev.hostler.launcher.http.server.Access;
import dev.hostler.launcher.http.server.Route;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All routes there are, and who may use them. */
class RoutesTest {
    private static final Set<String> OPEN =
            Set.of("GET /", "GET /health", "GET /health/live", "GET /health/ready", "GET /v1/openapi.json");

    @TempDir
    private static Path directory;

    private static LocalDoor door;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void open() {
        door = LocalDoor.open(directory);
    }

    @AfterAll
    static void close() {
        door.close();
    }

    private static Set<String> names(Predicate<Route> which) {
        return door.routes().stream().filter(which).map(Route::toString).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String path(Route route) {
        return route.path().replace("{id}", "some-id").replace("{path}", "some/file");
    }

    private HttpResponse<String> send(Route route, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(door.uri(path(route)))
                .method(route.method(), HttpRequest.BodyPublishers.ofString("{}"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void onlyTheDocumentedRoutesAreOpen() {
        assertThat(names(route -> route.access() == Access.OPEN)).isEqualTo(new TreeSet<>(OPEN));
    }

    @Test
    void openRoutesAnswerWithoutAKey() throws Exception {
        for (Route route : door.routes()) {
            if (route.access() == Access.OPEN) {
                assertThat(send(route).statusCode()).as(route.toString()).isEqualTo(200);
            }
        }
    }

    @Test
    void everyOtherRouteRefusesAMissingAndAWrongKey() throws Exception {
        List<Route> closed = door.routes().stream()
                .filter(route -> route.access() == Access.KEY)
                .toList();
        assertThat(closed).hasSizeGreaterThan(15);
        for (Route route : closed) {
            boolean gryt = route.path().startsWith("/jobs/");
            assertThat(send(route).statusCode()).as(route + " without a key").isEqualTo(gryt ? 422 : 401);
            for (String[] wrong : new String[][] {
                {"X-API-Key", "another-key"},
                {"X-API-Key", LocalDoor.KEY + "x"},
                {"X-API-Key", LocalDoor.KEY.substring(1)},
                {"Authorization", "Bearer another-key"},
                {"X-API-Key", "another-key", "Authorization", "Bearer one-more-key"},
            }) {
                HttpResponse<String> answer = send(route, wrong);
                assertThat(answer.statusCode()).as(route + " " + List.of(wrong)).isEqualTo(401);
                assertThat(answer.body()).doesNotContain(LocalDoor.KEY);
            }
            assertThat(send(route, "Authorization", "Basic " + LocalDoor.KEY).statusCode())
                    .as(route + " with another scheme")
                    .isEqualTo(gryt ? 422 : 401);
        }
    }

    @Test
    void aRightKeyOpensWhateverComesBesideIt() throws Exception {
        Route route = new Route("GET", "/v1/node", Access.KEY, null, null);
        String bearer = "Bearer " + LocalDoor.KEY;

        assertThat(send(route, "X-API-Key", "another-key", "Authorization", bearer)
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(route, "X-API-Key", LocalDoor.KEY, "Authorization", "Bearer another-key")
                        .statusCode())
                .isEqualTo(200);
        assertThat(send(route, "X-API-Key", "", "Authorization", bearer).statusCode())
                .isEqualTo(200);
    }

    @Test
    void byTheSocketEveryRouteIsServedWithoutAKey() throws Exception {
        for (Route route : door.routes()) {
            if (!route.path().equals("/v1/drain") && !route.path().equals("/v1/events")) {
                String answer = SocketCaller.ask(
                        directory.resolve("agent.sock"), route.method(), path(route), "{}", "X-API-Key: another-key");
                assertThat(answer).as(route.toString()).matches("(?s)HTTP/1.1 (200|204|404|422) .*");
                assertThat(answer).as(route.toString()).doesNotContain("KEY_");
            }
        }
    }

    @Test
    void theDescriptionHasExactlyTheseRoutes() {
        Description description = Description.read();

        assertThat(description.operations()).isEqualTo(names(route -> true));
        assertThat(description.openOperations()).isEqualTo(new TreeSet<>(OPEN));
    }

    @Test
    void whatIsUnknownIsToldInTheWordsOfItsApi() throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder();
        assertThat(client.send(request.uri(door.uri("/v1/nothing")).build(), HttpResponse.BodyHandlers.ofString())
                        .body())
                .contains("\"code\":\"NOT_FOUND\"");
        assertThat(client.send(request.uri(door.uri("/nothing")).build(), HttpResponse.BodyHandlers.ofString())
                        .body())
                .isEqualTo("{\"detail\":\"Not Found\"}");
        HttpResponse<String> method = client.send(
                request.uri(door.uri("/v1/workloads/a"))
                        .method("PATCH", HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(method.statusCode()).isEqualTo(405);
        assertThat(method.headers().firstValue("Allow")).contains("PUT, GET, DELETE");
        assertThat(method.headers().firstValue("Content-Type")).contains("application/problem+json");
    }
}
