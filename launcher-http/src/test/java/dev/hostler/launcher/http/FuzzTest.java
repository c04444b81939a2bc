package dev.hostler.launcher.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.job.JobHandle;
import dev.hostler.api.workload.Workload;
import dev.hostler.api.workload.WorkloadHandle;
import dev.hostler.launcher.http.contract.Description;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Hostile requests to every route of a real agent, over real sockets. */
class FuzzTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Owner OWNER = new Owner("http");
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final List<String> NASTY_WORDS = List.of(
            "",
            ".",
            "..",
            "%2e%2e",
            "%2F..%2Fetc",
            "%00",
            "%",
            "%zz",
            "%ff%fe",
            "a%0d%0ab",
            "gryt-1",
            "x".repeat(200),
            "\u00fc",
            ";a=b",
            "{id}",
            "a b",
            "\\",
            "*",
            "?",
            "#",
            "a'b",
            "<script>",
            "-1");
    private static final List<String> QUERIES = List.of(
            "",
            "?",
            "?&&",
            "?=",
            "?offset=0",
            "?offset=-1",
            "?offset=99999999999999999999",
            "?offset=1&offset=1",
            "?follow",
            "?follow=%",
            "?follow=true",
            "?tail=x",
            "?tail=2147483648",
            "?since=yesterday",
            "?after=1.2.3",
            "?after=abcdef.7",
            "?after=999999",
            "?data=maybe",
            "?wait=1ms",
            "?wait=soon",
            "?wait=99h",
            "?wait=",
            "?data",
            "?a=" + "b".repeat(3000),
            "?%ff=%fe",
            "?\u00fc=1");
    private static final List<String> HEADERS = List.of(
            "Accept: text/event-stream",
            "Last-Event-ID: x",
            "Last-Event-ID: 5",
            "Last-Event-ID: " + "9".repeat(400),
            "Idempotency-Key: a b",
            "Idempotency-Key: ../x",
            "Idempotency-Key: \"",
            "Content-Type: nonsense",
            "Content-Encoding: gzip",
            "X-Long: " + "y".repeat(7000),
            "X-Empty:",
            "Accept: \u00fc\u0001",
            "Expect: 100-continue",
            "Range: bytes=0-",
            "Host: b",
            "Upgrade: websocket",
            "Transfer-Encoding: nonsense",
            "Content-Length: -5",
            "No colon",
            ": no name");
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1e999",
            "9223372036854775808",
            "0.1",
            "\"\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"x\"",
            "\"../..\"",
            "\"\\r\\n\"",
            "[]",
            "{}",
            "[null]",
            "{\"\":null}",
            "[[[[[[[[]]]]]]]]",
            "\"1d\"",
            "\"" + "z".repeat(70_000) + "\"");

    private static Path directory;
    private static LocalDoor door;
    private static final Set<String> STATUSES = new TreeSet<>();
    private static List<JsonNode> bodies;

    @BeforeContainer
    static void open() throws IOException {
        directory = Files.createTempDirectory("hostler-fuzz");
        door = LocalDoor.open(directory);
        Description description = Description.read();
        bodies = new ArrayList<>();
        description.schema("Wish").path("examples").forEach(bodies::add);
        description.schema("JobSpec").path("examples").forEach(bodies::add);
        bodies.add(
                JSON.readTree("{\"job_id\":1,\"pipeline_b64\":\"dHJ1ZQ==\",\"docker_image\":\"hostler-test/none:1\"}"));
    }

    @AfterContainer
    static void close() throws Exception {
        try {
            assertThat(STATUSES).as("how far requests have come").contains("200", "400", "404", "405", "422");
            for (JobHandle job : door.agent().jobs(OWNER)) {
                job.cancel();
                assertThat(job.await(LIMIT)).as(job.key().toString()).isPresent();
            }
            for (Workload workload : door.agent().workloads(OWNER)) {
                WorkloadHandle handle = door.agent().workload(workload.key()).orElseThrow();
                handle.delete(true);
                assertThat(handle.awaitGone(LIMIT))
                        .as(workload.key().toString())
                        .isTrue();
            }
        } finally {
            door.close();
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted((a, b) -> b.compareTo(a))
                        .forEach(file -> file.toFile().delete());
            }
        }
    }

    @Property(tries = 1500, shrinking = ShrinkingMode.OFF)
    void noRequestMeetsADefect(@ForAll("requests") byte[] request) throws Exception {
        String answer = ask(request);

        if (answer.startsWith("HTTP/1.1 ")) {
            STATUSES.add(answer.substring(9, 12));
        }
        String shown = new String(request, StandardCharsets.ISO_8859_1);
        assertThat(answer)
                .as(shown.substring(0, Math.min(3000, shown.length())))
                .matches(text -> text.isEmpty() || text.startsWith("HTTP/1.1 "), "is an answer, or none")
                .doesNotStartWith("HTTP/1.1 500")
                .doesNotContain("\tat ")
                .doesNotContain("Exception");
    }

    @Property(tries = 20, shrinking = ShrinkingMode.OFF)
    void theAgentLives(@ForAll("requests") byte[] request) throws Exception {
        ask(request);

        assertThat(ask(raw("GET /health/live HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")))
                .startsWith("HTTP/1.1 200");
        assertThat(ask(raw("GET /v1/node HTTP/1.1\r\nHost: a\r\nX-API-Key: " + LocalDoor.KEY
                        + "\r\nConnection: close\r\n\r\n")))
                .startsWith("HTTP/1.1 200");
        String body = "{\"isolation\":\"process\",\"steps\":[{\"run\":\"true\"}]}";
        String accepted = ask(raw("POST /v1/jobs HTTP/1.1\r\nHost: a\r\nX-API-Key: " + LocalDoor.KEY
                + "\r\nConnection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));
        assertThat(accepted).startsWith("HTTP/1.1 202");
    }

    @Provide
    Arbitrary<byte[]> requests() {
        Arbitrary<String> targets = Combinators.combine(
                        Arbitraries.of(paths()), Arbitraries.of(NASTY_WORDS), Arbitraries.of(QUERIES))
                .as((path, word, query) -> path.replace("{id}", word).replace("{path}", word + "/x") + query);
        Arbitrary<String> methods = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.of("GET", "PUT", "POST", "DELETE")),
                Tuple.of(1, Arbitraries.of("HEAD", "OPTIONS", "PATCH", "get", "TRACE", "X".repeat(99))));
        Arbitrary<List<String>> headers = Arbitraries.of(HEADERS).list().ofMaxSize(3);
        return Combinators.combine(methods, targets, headers, contents()).as(FuzzTest::request);
    }

    /** All but the one that would end the acceptance of work. */
    private static List<String> paths() {
        return Stream.concat(
                        door.routes().stream().map(route -> route.path()),
                        Stream.of("/v1/", "/v1", "//v1//jobs", "/v1/jobs/{id}/{id}", "/{id}", "/v1/workloads/a/../b"))
                .filter(path -> !path.equals("/v1/drain"))
                .distinct()
                .toList();
    }

    private static Arbitrary<byte[]> contents() {
        Arbitrary<byte[]> wild = Arbitraries.bytes().array(byte[].class).ofMaxSize(300);
        Arbitrary<byte[]> bent = Combinators.combine(
                        Arbitraries.of(bodies),
                        Arbitraries.of(VALUES),
                        Arbitraries.integers(),
                        Arbitraries.integers().between(1, 3))
                .as((body, value, seed, times) -> bent(body.deepCopy(), value, new Random(seed), times));
        Arbitrary<byte[]> deep = Arbitraries.of("[", "{\"a\":", "\"", "{\"steps\":[")
                .map(text -> text.repeat(20_000).getBytes(StandardCharsets.UTF_8));
        return Arbitraries.frequencyOf(Tuple.of(2, wild), Tuple.of(8, bent), Tuple.of(1, deep));
    }

    /** Puts a value in the place of some other one, anywhere in a body. */
    private static byte[] bent(JsonNode body, String value, Random random, int times) {
        String mark = "\"put it here\"";
        for (int i = 0; i < times; i++) {
            JsonNode place = body;
            while (true) {
                JsonNode next = bend(place, random);
                if (next == null) {
                    break;
                }
                place = next;
            }
        }
        return body.toString().replace(mark, value).getBytes(StandardCharsets.UTF_8);
    }

    /** Returns where to go on; nothing once a value is marked. */
    private static JsonNode bend(JsonNode place, Random random) {
        if (place instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            if (object.get(name).isContainerNode() && !object.get(name).isEmpty() && random.nextInt(3) > 0) {
                return object.get(name);
            }
            object.put(random.nextInt(8) == 0 ? name + "x" : name, "put it here");
        } else if (place instanceof ArrayNode list && !list.isEmpty()) {
            int index = random.nextInt(list.size());
            if (list.get(index).isContainerNode() && random.nextInt(3) > 0) {
                return list.get(index);
            }
            list.set(index, "put it here");
        }
        return null;
    }

    private static byte[] request(String method, String target, List<String> headers, byte[] body) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(raw(method + " " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-API-Key: "
                + LocalDoor.KEY + "\r\n"));
        headers.forEach(header -> request.writeBytes(raw(header + "\r\n")));
        request.writeBytes(raw("Content-Length: " + body.length + "\r\n\r\n"));
        request.writeBytes(body);
        return request.toByteArray();
    }

    private static byte[] raw(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Returns the answer; of one that has no end, its beginning. */
    private static String ask(byte[] request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", door.port())) {
            socket.setSoTimeout(20_000);
            try {
                socket.getOutputStream().write(request);
            } catch (IOException refusedBeforeItsEnd) {
                // What it was told is there to be read all the same.
            }
            return read(socket.getInputStream());
        }
    }

    private static String read(InputStream in) throws IOException {
        StringBuilder answer = new StringBuilder();
        try {
            for (int next = in.read(); next >= 0; next = in.read()) {
                answer.append((char) next);
                if (next == '\n' && answer.indexOf("Content-Type: text/event-stream") > 0) {
                    return answer.toString();
                }
            }
        } catch (SocketException reset) {
            // The rest of a body that nobody wanted.
        }
        return answer.toString();
    }
}
