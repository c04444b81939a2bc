package dev.hostler.engine.docker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A login at a registry. Immutable. Shown without its secret.
 *
 * @param server the registry's key
 * @param form which of the engine's fields has the secret
 * @param user the user's name; empty for tokens
 * @param secret the password or token
 */
record RegistryLogin(String server, Form form, String user, String secret) {
    /** The user name by which a credential program says that the secret is a token. */
    private static final String TOKEN_USER = "<token>";

    /** The forms of a login, with the names that the engine's API gives to the secret. */
    enum Form {
        PASSWORD("password"),
        IDENTITY_TOKEN("identitytoken"),
        REGISTRY_TOKEN("registrytoken");

        private final String field;

        Form(String field) {
            this.field = field;
        }

        String field() {
            return field;
        }
    }

    static RegistryLogin ofUser(String server, String user, String secret) {
        return user.equals(TOKEN_USER)
                ? new RegistryLogin(server, Form.IDENTITY_TOKEN, "", secret)
                : new RegistryLogin(server, Form.PASSWORD, user, secret);
    }

    /** Returns the value of the engine's header {@code X-Registry-Auth}. */
    String header() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("serveraddress", server)
                .put(form.field(), secret);
        if (!user.isEmpty()) {
            json.put("username", user);
        }
        return Base64.getUrlEncoder().encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "login at " + server;
    }
}
