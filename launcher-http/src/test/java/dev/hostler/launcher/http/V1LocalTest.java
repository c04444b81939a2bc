package dev.hostler.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hostler.api.identity.Owner;
import dev.hostler.launcher.http.contract.Description;
import dev.hostler.launcher.http.server.SocketReader;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs over the native API of a real agent in the process, with real steps. */
@Timeout(60)
class V1LocalTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Description DESCRIPTION = Description.read();

    @TempDir
    private static Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private static LocalDoor door;

    @BeforeAll
    static void open() {
        door = LocalDoor.open(directory);
    }

    @AfterAll
    static void close() throws IOException {
        letGo();
        door.agent().jobs(new Owner("http")).forEach(job -> {
            try {
                assertThat(job.await(Duration.ofSeconds(30))).isPresent();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        door.close();
    }

    /** Lets every job go on that waits. */
    private static void letGo() throws IOException {
        try (Stream<Path> sandboxes = Files.list(directory.resolve("data/sandboxes"))) {
            for (Path sandbox : sandboxes.toList()) {
                Path workspace = sandbox.resolve("workspace");
                if (Files.isDirectory(workspace)) {
                    Files.writeString(workspace.resolve("go"), "");
                }
            }
        }
    }

    private HttpRequest request(String method, String path, String body) {
        return HttpRequest.newBuilder(door.uri(path))
                .header("X-API-Key", LocalDoor.KEY)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private HttpResponse<byte[]> send(String method, String path, String body) throws Exception {
        HttpResponse<byte[]> answer = client.send(request(method, path, body), HttpResponse.BodyHandlers.ofByteArray());
        DESCRIPTION.check(
                method,
                path,
                answer.statusCode(),
                answer.headers().firstValue("Content-Type").orElse(""),
                answer.body());
        return answer;
    }

    private JsonNode get(String path) throws Exception {
        return JSON.readTree(send("GET", path, "").body());
    }

    private void submit(String id, String more, String... scripts) throws Exception {
        var job = JSON.createObjectNode().put("id", id).put("isolation", "process");
        StringBuilder pipeline = new StringBuilder("steps:\n");
        for (String script : scripts) {
            pipeline.append("  - run: ").append(JSON.writeValueAsString(script)).append('\n');
        }
        job.put("pipeline", pipeline + more);
        assertThat(send("POST", "/v1/jobs", job.toString()).statusCode()).isEqualTo(202);
    }

    private JsonNode awaitRunning(String id, int step) {
        return Awaitility.await()
                .until(
                        () -> get("/v1/jobs/" + id),
                        job -> "RUNNING"
                                .equals(job.at("/steps/" + step + "/state").textValue()));
    }

    private static String waits() {
        return "until [ -e go ]; do sleep 0.05; done";
    }

    @Test
    void whoWaitsGetsTheResultAsSoonAsItIsThere() throws Exception {
        submit("waited", "", waits() + "; exit 4");
        CompletableFuture<HttpResponse<String>> waiting =
                client.sendAsync(request("GET", "/v1/jobs/waited?wait=1m", ""), HttpResponse.BodyHandlers.ofString());
        awaitRunning("waited", 0);
        JsonNode early = get("/v1/jobs/waited?wait=300ms");

        assertThat(early.path("state").textValue()).isNotEqualTo("FINISHED");
        assertThat(waiting).isNotDone();
        letGo();
        JsonNode late = JSON.readTree(waiting.get().body());
        assertThat(late.at("/result/exitCode").intValue()).isEqualTo(4);
        assertThat(get("/v1/jobs/waited?wait=10m").at("/result/exitCode").intValue())
                .isEqualTo(4);
    }

    @Test
    void fiftyWhoWaitHoldNobodyElseUp() throws Exception {
        submit("fifty", "", waits());
        List<CompletableFuture<HttpResponse<String>>> waiting = Stream.generate(() -> client.sendAsync(
                        request("GET", "/v1/jobs/fifty?wait=1m", ""), HttpResponse.BodyHandlers.ofString()))
                .limit(50)
                .toList();

        awaitRunning("fifty", 0);
        letGo();
        for (CompletableFuture<HttpResponse<String>> one : waiting) {
            assertThat(one.get().body()).contains("SUCCEEDED");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "11m", "99999d", "-1s", ""})
    void aTimeThatCantBeWaitedIsRefusedByName(String time) throws Exception {
        JsonNode problem = get("/v1/jobs/a?wait=" + time);

        assertThat(problem.path("field").textValue()).isEqualTo("wait");
        assertThat(problem.path("code").textValue()).isEqualTo("INVALID_INPUT");
    }

    @Test
    void stepsAreSeenAsTheyGo() throws Exception {
        submit("steps", "", "true", waits(), "exit 3");
        JsonNode running = awaitRunning("steps", 1);

        assertThat(running.at("/steps/0/state").textValue()).isEqualTo("FINISHED");
        assertThat(running.at("/steps/0/exitCode").intValue()).isZero();
        assertThat(running.at("/steps/1/startedAt").textValue()).isNotEmpty();
        assertThat(running.at("/steps/1/exitCode").isNull()).isTrue();
        assertThat(running.at("/steps/2/state").textValue()).isEqualTo("WAITING");
        letGo();
        JsonNode ended = get("/v1/jobs/steps?wait=1m");
        assertThat(ended.at("/steps/2/exitCode").intValue()).isEqualTo(3);
        assertThat(ended.at("/steps/2/state").textValue()).isEqualTo("FINISHED");
        assertThat(ended.at("/result/steps/1/startedAt")).isEqualTo(running.at("/steps/1/startedAt"));
    }

    @Test
    void aLogIsFollowedByWebSocket() throws Exception {
        submit("socket", "", "seq 300; " + waits() + "; seq 301 3000; printf 'über'");
        awaitRunning("socket", 0);
        URI address = door.uri("/v1/jobs/socket/log");
        SocketReader all = SocketReader.open(address, "X-API-Key", LocalDoor.KEY);
        letGo();
        String text = new String(
                send("GET", "/v1/jobs/socket/log?offset=0&follow=true", "").body(), StandardCharsets.UTF_8);

        List<JsonNode> lines = new ArrayList<>();
        for (String line : all.all().lines().filter(one -> !one.isEmpty()).toList()) {
            lines.add(JSON.readTree(line));
        }
        assertThat(lines.remove(lines.size() - 1).toString()).isEqualTo("{\"end\":true}");
        assertThat(all.status()).isEqualTo(1000);
        lines.forEach(line -> DESCRIPTION.check("LogMessage", line));
        assertThat(lines.stream().map(line -> line.path("text").textValue()))
                .containsExactlyElementsOf(text.lines().toList());
        long next = lines.get(100).path("next").longValue();
        assertThat(SocketReader.open(URI.create(address + "?offset=" + next), "X-API-Key", LocalDoor.KEY)
                        .all())
                .startsWith(lines.get(101).toString());
    }

    @Test
    void aWebSocketNeedsAKeyAndAJob() throws Exception {
        assertThatThrownBy(() -> SocketReader.open(door.uri("/v1/jobs/none/log"), "X-API-Key", "another-key"))
                .hasCauseInstanceOf(WebSocketHandshakeException.class)
                .satisfies(refused -> assertThat(status(refused)).isEqualTo(401));
        assertThatThrownBy(() -> SocketReader.open(door.uri("/v1/jobs/none/log"), "X-API-Key", LocalDoor.KEY))
                .satisfies(refused -> assertThat(status(refused)).isEqualTo(404));
    }

    private static int status(Throwable refused) {
        return ((WebSocketHandshakeException) refused.getCause()).getResponse().statusCode();
    }

    private static String encoded(String path) {
        return URLEncoder.encode(path, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }

    @Test
    void whatAJobHandsOverIsListedAndRead() throws Exception {
        byte[] content = "x".repeat(300_000).getBytes(StandardCharsets.UTF_8);
        submit(
                "files",
                "artifacts: [out]\n",
                "mkdir -p out/deep; head -c 300000 /dev/zero | tr '\\0' x > out/deep/big; : > out/empty;"
                        + " echo odd > \"out/ü b+c 50% \\$(x)'#?&.txt\"");
        assertThat(get("/v1/jobs/files?wait=1m").at("/result/conclusion").textValue())
                .isEqualTo("SUCCEEDED");

        JsonNode list = get("/v1/jobs/files/artifacts").path("artifacts");
        HttpResponse<byte[]> big = send("GET", "/v1/jobs/files/artifacts/out/deep/big", "");
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));

        assertThat(list).hasSize(3);
        assertThat(list.at("/0").toString())
                .isEqualTo("{\"path\":\"out/deep/big\",\"size\":300000,\"sha256\":\"" + digest + "\"}");
        assertThat(big.body()).isEqualTo(content);
        assertThat(big.headers().firstValue("ETag")).contains("\"" + digest + "\"");
        assertThat(big.headers().firstValue("Content-Length")).contains("300000");
        assertThat(send("GET", "/v1/jobs/files/artifacts/out/empty", "").body()).isEmpty();
        HttpResponse<byte[]> odd = send("GET", "/v1/jobs/files/artifacts/" + encoded("out/ü b+c 50% $(x)'#?&.txt"), "");
        assertThat(new String(odd.body(), StandardCharsets.UTF_8)).isEqualTo("odd\n");
        assertThat(odd.headers().firstValue("Content-Disposition").orElseThrow())
                .isEqualTo("attachment; filename*=UTF-8''%C3%BC%20b%2Bc%2050%25%20%24%28x%29%27%23%3F%26.txt");
    }

    @ParameterizedTest
    @CsvSource({
        "a/artifacts/none,404",
        "a/artifacts/out,404",
        "a/artifacts/out/../../../etc/passwd,404",
        "a/artifacts/out/%2e%2e/secret,400",
        "a/artifacts/..%2f..%2fsecret,400",
        "a/artifacts//etc/passwd,400",
        "a/artifacts/,404",
        "none/artifacts,404",
        "none/artifacts/x,404",
        "a/artifacts?x=1,422",
    })
    void aNameThatIsNoArtifactLeadsNowhere(String path, int status) throws Exception {
        Files.writeString(directory.resolve("data/artifacts/secret"), "precious");
        if (send("GET", "/v1/jobs/a", "").statusCode() == 404) {
            submit("a", "artifacts: [out]\n", "mkdir out; echo x > out/file");
        }
        get("/v1/jobs/a?wait=1m");

        String answer = raw("GET /v1/jobs/" + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-API-Key: "
                + LocalDoor.KEY + "\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 " + status).contains("application/problem+json");
        assertThat(answer).doesNotContain("precious").doesNotContain("root:");
    }

    private String raw(String request) throws IOException {
        URI address = door.uri("/");
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET /v1/%zz HTTP/1.1,400,BAD_REQUEST",
        "GET /v1/jobs/a%2fb HTTP/1.1,400,BAD_REQUEST",
        "GET /v1/node HTTP/9.9,505,BAD_REQUEST",
        "nonsense,400,BAD_REQUEST",
        "GET /v1/node HTTP/1.1|No colon,400,BAD_REQUEST",
        "GET /v1/node HTTP/1.1|Content-Length: x,400,BAD_REQUEST",
        "GET /v1/node HTTP/1.1|Long: LONG,431,TOO_LARGE",
        "GET /v1/LONG HTTP/1.1,414,TOO_LARGE",
    })
    void whatIsRefusedBeforeItHasARouteIsAProblemToo(String head, int status, String code) throws Exception {
        String answer = raw(head.replace("|", "\r\n").replace("LONG", "x".repeat(20_000)) + "\r\nHost: a\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        assertThat(answer).contains("application/problem+json");
        JsonNode problem = JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
        DESCRIPTION.check("Problem", problem);
        assertThat(problem.path("code").textValue()).isEqualTo(code);
        assertThat(problem.path("status").intValue()).isEqualTo(status);
    }

    @Test
    void theMainApiOfGrytIsToldInItsOwnWords() throws Exception {
        assertThat(raw("GET /health HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .endsWith("{\"detail\":\"HTTP 400\"}");
    }
}
