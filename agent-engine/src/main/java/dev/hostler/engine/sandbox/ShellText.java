package dev.hostler.engine.sandbox;

/** Text for a POSIX shell. */
final class ShellText {
    private ShellText() {}

    /** Returns a word that a shell reads as exactly these characters; measured byte-exact on ash, dash and bash. */
    static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    static String export(String name, String value) {
        return "export " + name + "=" + quote(value) + "\n";
    }
}
