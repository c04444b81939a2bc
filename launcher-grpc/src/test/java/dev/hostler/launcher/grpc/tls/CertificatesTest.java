package dev.hostler.launcher.grpc.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.launcher.grpc.settings.TlsSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our certificates and keys beside those of OpenSSL. */
class CertificatesTest {
    @TempDir
    Path directory;

    private String openssl(String... words) throws Exception {
        String[] all = new String[words.length + 1];
        all[0] = "openssl";
        System.arraycopy(words, 0, all, 1, words.length);
        Process process = new ProcessBuilder(all)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    @Test
    void opensslBelievesOurCertificatesAndReadsTheirNames() throws Exception {
        DevCertificates.write(directory, List.of("node.example", "192.0.2.7"));
        assertThat(openssl("verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", "ca.crt", "agent.crt"))
                .contains("OK");
        assertThat(openssl("verify", "-x509_strict", "-purpose", "sslclient", "-CAfile", "ca.crt", "client.crt"))
                .contains("OK");
        assertThat(openssl("x509", "-in", "agent.crt", "-noout", "-ext", "subjectAltName"))
                .contains("DNS:localhost", "IP Address:127.0.0.1", "DNS:node.example", "IP Address:192.0.2.7");
        assertThat(openssl("x509", "-in", "ca.crt", "-noout", "-ext", "basicConstraints,keyUsage"))
                .contains("CA:TRUE", "Certificate Sign", "CRL Sign");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("agent.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void whatIsThereIsNotReplaced() throws Exception {
        DevCertificates.write(directory, List.of());
        String before = Files.readString(directory.resolve("agent.key"));
        assertThatThrownBy(() -> DevCertificates.write(directory, List.of())).hasMessageContaining("agent.key");
        assertThat(Files.readString(directory.resolve("agent.key"))).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "genrsa -traditional -out k.key 2048",
                "genrsa -out k.key 2048",
                "ecparam -name prime256v1 -genkey -noout -out k.key",
                "ecparam -name secp384r1 -genkey -noout -out k.key",
                "genpkey -algorithm ed25519 -out k.key"
            })
    void keysInEveryFormThatOpensslWritesAreRead(String command) throws Exception {
        openssl(command.split(" "));
        openssl("req", "-x509", "-key", "k.key", "-out", "k.crt", "-subj", "/CN=node", "-days", "2");
        TlsSettings files = new TlsSettings(
                true, directory.resolve("k.crt"), directory.resolve("k.key"), directory.resolve("k.crt"), Map.of());
        assertThat(Identity.read(files).chain().get(0).getSubjectX500Principal().getName())
                .isEqualTo("CN=node");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no key",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n"
            })
    void whatIsNoKeyIsRefusedByTheFilesName(String text) throws Exception {
        DevCertificates.write(directory, List.of());
        Path key = Files.writeString(directory.resolve("wrong.key"), text);
        TlsSettings files =
                new TlsSettings(true, directory.resolve("agent.crt"), key, directory.resolve("ca.crt"), Map.of());
        assertThatThrownBy(() -> Identity.read(files)).hasMessageContaining("wrong.key");
    }

    @Test
    void aKeyOfAnotherCertificateIsRefused() throws Exception {
        DevCertificates.write(directory, List.of());
        TlsSettings files = new TlsSettings(
                true,
                directory.resolve("agent.crt"),
                directory.resolve("client.key"),
                directory.resolve("ca.crt"),
                Map.of());
        assertThatThrownBy(() -> Identity.read(files)).hasMessageContaining("not certificate and key of one pair");
    }
}
