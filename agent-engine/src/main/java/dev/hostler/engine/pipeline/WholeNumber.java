package dev.hostler.engine.pipeline;

/** The way to write a number of things. Thread-safe. */
final class WholeNumber {
    private WholeNumber() {}

    static int of(YamlValue value) {
        if (!value.text().matches("\\d{1,9}")) {
            throw value.expected("a whole number");
        }
        return Integer.parseInt(value.text());
    }
}
