package dev.hostler.engine.archive;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Names of files as the bytes that they are. A {@code Path} keeps these bytes, but as a string it has lost those that the
 * locale can't say, which is every letter but ASCII where an agent's environment names no locale. Only URIs of paths show
 * the bytes.
 */
final class RawName {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";

    private RawName() {}

    /** Returns the bytes of a path, relative or absolute. */
    static byte[] of(Path path) {
        if (path.isAbsolute()) {
            return decode(path.toUri().getRawPath());
        }
        byte[] here = decode(Path.of("").toAbsolutePath().toUri().getRawPath());
        byte[] whole = decode(path.toAbsolutePath().toUri().getRawPath());
        int skipped = here.length == 1 ? 1 : here.length + 1;
        byte[] name = new byte[Math.max(0, whole.length - skipped)];
        System.arraycopy(whole, whole.length - name.length, name, 0, name.length);
        return name;
    }

    /** Returns the path with these bytes, relative or absolute. */
    static Path path(byte[] name) throws InvalidPathException {
        boolean absolute = name.length > 0 && name[0] == '/';
        StringBuilder uri = new StringBuilder(absolute ? "file://" : "file:///");
        for (byte b : name) {
            char c = (char) (b & 0xff);
            uri.append(UNRESERVED.indexOf(c) >= 0 ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        try {
            Path path = Path.of(URI.create(uri.toString().replaceFirst("^file:///+", "file:///")));
            return absolute || path.getNameCount() == 0 ? path : path.subpath(0, path.getNameCount());
        } catch (IllegalArgumentException e) {
            throw new InvalidPathException(new String(name, StandardCharsets.ISO_8859_1), "it is no name");
        }
    }

    /** A directory's URI ends with a slash, which is no part of its name. */
    private static byte[] decode(String rawPath) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int end = rawPath.length() > 1 && rawPath.endsWith("/") ? rawPath.length() - 1 : rawPath.length();
        for (int i = 0; i < end; i++) {
            char c = rawPath.charAt(i);
            if (c == '%') {
                bytes.write(Integer.parseInt(rawPath.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.write(c);
            }
        }
        return bytes.toByteArray();
    }
}
