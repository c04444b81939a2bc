package dev.hostler.engine.health;

import dev.hostler.api.spi.Scheduler;
import dev.hostler.api.workload.HealthCheck;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a page is there. Only the status line is read; the JDK's clients would not send a {@code Host} of our choice, and
 * have no limit for the whole answer. Immutable.
 *
 * @param address the instance's address
 * @param page the page
 * @param scheduler ends an answer that takes too long
 */
record HttpQuestion(String address, HealthCheck.Http page, Scheduler scheduler) implements Question {
    private static final Logger LOG = LoggerFactory.getLogger(HttpQuestion.class);

    /** RFC 9112, section 4. */
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/\\d\\.\\d (\\d{3})( .*)?");

    private static final int LONGEST_STATUS_LINE = 1024;
    private static final int FIRST_GOOD = 200;
    private static final int FIRST_BAD = 400;

    @Override
    public Optional<String> trouble(Duration limit) {
        try (Socket socket = new Socket()) {
            Scheduler.Task end = scheduler.schedule("hostler-health-limit", limit, () -> hangUp(socket));
            try {
                return judge(statusLine(socket, limit));
            } finally {
                end.cancel();
            }
        } catch (IOException e) {
            return Optional.of(shown() + ": " + e.getMessage());
        }
    }

    private static void hangUp(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            LOG.debug("Cannot close a connection that took too long", e);
        }
    }

    private String statusLine(Socket socket, Duration limit) throws IOException {
        socket.connect(new InetSocketAddress(address, page.port()), (int) limit.toMillis());
        socket.setSoTimeout((int) limit.toMillis());
        String request =
                "GET " + page.path() + " HTTP/1.1\r\nHost: " + page.host().orElseGet(this::authority)
                        + "\r\nUser-Agent: hostler\r\nAccept: */*\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return line(socket.getInputStream());
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (line.length() == LONGEST_STATUS_LINE) {
                throw new IOException("the answer is no HTTP");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing();
    }

    private Optional<String> judge(String line) {
        Matcher answer = STATUS_LINE.matcher(line);
        if (!answer.matches()) {
            return Optional.of(shown() + ": the answer is no HTTP");
        }
        int status = Integer.parseInt(answer.group(1));
        return status >= FIRST_GOOD && status < FIRST_BAD
                ? Optional.empty()
                : Optional.of(shown() + " is answered with " + status);
    }

    private String authority() {
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + page.port();
    }

    private String shown() {
        return "http://" + authority() + page.path();
    }
}
