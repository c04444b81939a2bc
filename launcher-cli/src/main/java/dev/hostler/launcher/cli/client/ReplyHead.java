package dev.hostler.launcher.cli.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first lines of an answer. Immutable.
 *
 * @param status the status
 * @param headers the headers by their names in lower case; of one that comes twice, the last
 */
record ReplyHead(int status, Map<String, String> headers) {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: .*)?");
    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");
    private static final int LONGEST = 1 << 16;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final int HUNDRED = 100;

    /** Reads up to the empty line. */
    static ReplyHead read(InputStream in) throws IOException {
        String first = line(in);
        Matcher status = STATUS.matcher(first);
        if (!status.matches()) {
            throw new IOException("what is there does not speak HTTP/1.1");
        }
        Map<String, String> headers = new HashMap<>();
        int size = 0;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            size += line.length();
            int colon = line.indexOf(':');
            if (colon < 1 || size > LONGEST) {
                throw new IOException("the head of the answer is not HTTP's");
            }
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new ReplyHead(Integer.parseInt(status.group(1)), Map.copyOf(headers));
    }

    /** Reads a line of the protocol, which is never long. */
    static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection was closed before the answer was whole");
            }
            if (line.size() > LONGEST) {
                throw new IOException("the answer is not HTTP's");
            }
            line.write(next);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** Returns how many bytes follow, if that is told. */
    Optional<Long> length() throws IOException {
        Optional<String> told = header("content-length");
        if (told.isPresent() && !LENGTH.matcher(told.get()).matches()) {
            throw new IOException("the answer's length is no number");
        }
        return told.map(Long::parseLong);
    }

    /** Returns whether the answer itself is still to come. */
    boolean isProvisional() {
        return status / HUNDRED == 1;
    }

    /** Returns whether an answer of this status has no content, whatever else it says. */
    boolean isEmpty() {
        return status == NO_CONTENT || status == NOT_MODIFIED;
    }
}
