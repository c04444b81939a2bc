package dev.hostler.launcher.http.tls;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Keys and certificates that the JDK's own tool makes, in one store, and what can be made of them. */
public final class Certificates {
    public static final String PASSWORD = "change-it";

    private final Path store;

    /** Makes a store in a directory, with nothing in it. */
    public Certificates(Path directory) {
        this.store = directory.resolve("all.p12");
    }

    /** Makes one that vouches for others. */
    public Certificates authority(String name) throws Exception {
        return make(name, "-ext", "bc:c");
    }

    /** Makes one for whom somebody vouches. */
    public Certificates issued(String name, String by, String kind, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-signer", by, "-keyalg", kind));
        arguments.addAll(List.of(more));
        return make(name, arguments.toArray(String[]::new));
    }

    private Certificates make(String name, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-dname",
                "CN=" + name + ", O=Test",
                "-validity",
                "2",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
        command.addAll(List.of(more));
        if (!command.contains("-keyalg")) {
            command.addAll(List.of("-keyalg", "EC"));
        }
        Process tool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!tool.waitFor(1, TimeUnit.MINUTES) || tool.exitValue() != 0) {
            throw new AssertionError(output);
        }
        return this;
    }

    private KeyStore load() throws GeneralSecurityException, IOException {
        KeyStore all = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            all.load(in, PASSWORD.toCharArray());
        }
        return all;
    }

    /** Returns certificates in PEM, each with those that vouch for it. */
    public String chain(String... names) throws Exception {
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            for (Certificate one : load().getCertificateChain(name)) {
                text.append("subject: ").append(name).append('\n').append(pem("CERTIFICATE", one.getEncoded()));
            }
        }
        return text.toString();
    }

    /** Returns a private key in PEM. */
    public String key(String name) throws Exception {
        return pem("PRIVATE KEY", load().getKey(name, PASSWORD.toCharArray()).getEncoded());
    }

    /** Writes a store with one key and its certificates. */
    public void storeOf(String name, Path file) throws Exception {
        try (var out = Files.newOutputStream(file)) {
            only(name).store(out, PASSWORD.toCharArray());
        }
    }

    private KeyStore only(String... names) throws Exception {
        KeyStore all = load();
        KeyStore one = KeyStore.getInstance("PKCS12");
        one.load(null, null);
        for (String name : names) {
            one.setKeyEntry(
                    name,
                    all.getKey(name, PASSWORD.toCharArray()),
                    PASSWORD.toCharArray(),
                    all.getCertificateChain(name));
        }
        return one;
    }

    private static String pem(String kind, byte[] content) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
    }

    /** Returns what a client has that knows an authority, and shows these certificates of its own. */
    public SSLContext client(String authority, String... own) throws Exception {
        KeyStore known = KeyStore.getInstance("PKCS12");
        known.load(null, null);
        known.setCertificateEntry("ca", load().getCertificate(authority));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(known);
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(only(own), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    /** Returns a client with that. */
    public HttpClient httpClient(String authority, String... own) throws Exception {
        return HttpClient.newBuilder().sslContext(client(authority, own)).build();
    }
}
