package dev.hostler.launcher.http.endtoend;

import static dev.hostler.launcher.http.endtoend.V1Client.job;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What two hundred who follow a job with much output cost it, and ten more that never read. Prints the figures. */
@Tag("faults")
class ManyFollowersIT extends GrytScenario {
    private static final int READERS = 200;
    private static final int SILENT = 10;
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final String WAIT = "touch started; until [ -e go ]; do sleep 0.1; done\n";

    /** Some 7 MB in somewhat more than 10 s. */
    private static final String WORK =
            "for i in $(seq 100); do seq -f \"$i: line %.0f of much that a job prints, to be read"
                    + " by everybody\" 1000; sleep 0.1; done";

    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)$");

    /** What somebody has read: how much, and what it comes to. */
    private record Read(long bytes, long sum) {}

    private static Socket follow(AgentRun agent, String job, int buffer) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(buffer);
        socket.connect(new InetSocketAddress("127.0.0.1", agent.uri("/").getPort()));
        socket.getOutputStream()
                .write(("GET /v1/jobs/" + job + "/log?follow=true HTTP/1.0\r\nX-API-Key: " + Caller.KEY + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static Read readAll(Socket socket) {
        try (socket;
                InputStream in = socket.getInputStream()) {
            for (int last = 0; last != 0x0d0a0d0a; ) {
                last = last << 8 | in.read();
            }
            CRC32 sum = new CRC32();
            byte[] piece = new byte[32 << 10];
            long bytes = 0;
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                sum.update(piece, 0, read);
                bytes += read;
            }
            return new Read(bytes, sum.getValue());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What is alive: beside it there is always what the readers have just left behind. */
    private static long heap(AgentRun agent) throws Exception {
        String table = Commands.run(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(agent.pid()),
                "GC.class_histogram");
        return TOTAL.matcher(table)
                .results()
                .mapToLong(line -> Long.parseLong(line.group(1)))
                .sum();
    }

    private static long millis(V1Client client, String id) {
        return Awaitility.await()
                .atMost(LIMIT)
                .until(
                        () -> client.get("/v1/jobs/" + id + "?wait=1m").body(),
                        job -> job.path("result").isObject())
                .at("/result/steps/1/durationMs")
                .longValue();
    }

    private static void awaitHalf(V1Client client) {
        Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .until(() ->
                        !client.get("/v1/jobs/many/log?offset=3500000").text().isEmpty());
    }

    private void submit(V1Client client, String id) throws Exception {
        var job = job(id, WAIT);
        job.withArray("steps").addObject().put("name", "work").put("run", WORK);
        client.send("POST", "/v1/jobs", job.toString());
    }

    private long alone(V1Client client, String id) throws Exception {
        submit(client, id);
        Files.createFile(awaitStarted().resolveSibling("go"));
        long millis = millis(client, id);
        // Or the next job's file that it has started would be looked for here.
        Awaitility.await().atMost(LIMIT).until(() -> workspaces().isEmpty());
        return millis;
    }

    @Test
    void theJobGoesOnAsIfNobodyFollowedAndTheSilentAreCutOff() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(READERS);
        List<Socket> silent = new ArrayList<>();
        try (AgentRun agent = agent(Map.of())) {
            V1Client client = new V1Client(agent);
            long alone = alone(client, "alone");
            submit(client, "many");
            Path started = awaitStarted();
            long heapBefore = heap(agent);
            List<CompletableFuture<Read>> readers = new ArrayList<>();
            for (int i = 0; i < SILENT; i++) {
                silent.add(follow(agent, "many", 4096));
            }
            for (int i = 0; i < READERS; i++) {
                Socket socket = follow(agent, "many", 64 << 10);
                readers.add(CompletableFuture.supplyAsync(() -> readAll(socket), threads));
            }
            Files.createFile(started.resolveSibling("go"));
            awaitHalf(client);
            long heapMeanwhile = heap(agent);
            long followed = millis(client, "many");
            Read expected = readAll(follow(agent, "many", 64 << 10));

            for (CompletableFuture<Read> reader : readers) {
                assertThat(reader.get()).isEqualTo(expected);
            }
            System.out.printf(
                    "a job of %d bytes: alone %d ms, with %d followers and %d that never read %d ms; heap %d KiB, then %d KiB%n",
                    expected.bytes(), alone, READERS, SILENT, followed, heapBefore >> 10, heapMeanwhile >> 10);
            Awaitility.await()
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> count(agent.output(), "its client has taken nothing for") >= SILENT);
            assertThat(heapMeanwhile - heapBefore).as("bytes alive").isLessThan(64 << 20);
        } finally {
            threads.shutdownNow();
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    private static long count(String text, String words) {
        return Pattern.compile(words).matcher(text).results().count();
    }
}
