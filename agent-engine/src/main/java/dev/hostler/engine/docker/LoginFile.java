package dev.hostler.engine.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The file {@code config.json} of {@code docker login}. Immutable. Not read by the client library, since that knows no
 * credential programs, and takes an entry that is empty because a program has its secret for a login.
 *
 * @param content the file's JSON; a missing node if there is no file
 */
record LoginFile(JsonNode content) {
    /** Reads the file; none is as good as an empty one. The message of an error never quotes the file. */
    static LoginFile read(Path file) throws IOException {
        JsonMapper mapper = new JsonMapper();
        try {
            return new LoginFile(mapper.readTree(Files.readAllBytes(file)));
        } catch (NoSuchFileException none) {
            return new LoginFile(mapper.missingNode());
        } catch (JsonProcessingException malformed) {
            throw new IOException(
                    "it is no JSON (line " + malformed.getLocation().getLineNr() + ")");
        }
    }

    /** Returns the name of the program that keeps the registry's login. */
    Optional<String> program(RegistryName registry) {
        for (String key : registry.keys()) {
            String helper = content.path("credHelpers").path(key).asText();
            if (!helper.isEmpty()) {
                return Optional.of(helper);
            }
        }
        return text(content, "credsStore");
    }

    /** Returns the login that the file itself keeps. */
    Optional<RegistryLogin> login(RegistryName registry) {
        return content.path("auths").properties().stream()
                .filter(entry -> registry.isMeantBy(entry.getKey()))
                .sorted(Map.Entry.comparingByKey(
                        (one, other) -> Boolean.compare(other.equals(registry.key()), one.equals(registry.key()))))
                .flatMap(entry -> login(registry.key(), entry.getValue()).stream())
                .findFirst();
    }

    private static Optional<RegistryLogin> login(String server, JsonNode entry) {
        return text(entry, "identitytoken")
                .map(token -> new RegistryLogin(server, RegistryLogin.Form.IDENTITY_TOKEN, "", token))
                .or(() -> text(entry, "registrytoken")
                        .map(token -> new RegistryLogin(server, RegistryLogin.Form.REGISTRY_TOKEN, "", token)))
                .or(() -> text(entry, "auth").flatMap(pair -> decode(server, pair)))
                .or(() -> text(entry, "username")
                        .map(user -> RegistryLogin.ofUser(
                                server, user, entry.path("password").asText())));
    }

    /** USER:PASSWORD in base64; old versions of docker login have put NULs behind it. */
    private static Optional<RegistryLogin> decode(String server, String pair) {
        try {
            String[] parts = new String(Base64.getDecoder().decode(pair.strip()), StandardCharsets.UTF_8).split(":", 2);
            return parts.length == 2
                    ? Optional.of(RegistryLogin.ofUser(server, parts[0], parts[1].replaceFirst("\0+$", "")))
                    : Optional.empty();
        } catch (IllegalArgumentException noBase64) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonNode node, String field) {
        return Optional.of(node.path(field).asText()).filter(value -> !value.isEmpty());
    }
}
