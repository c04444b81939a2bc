package dev.hostler.engine.runtime.vm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An element of XML that is being made; escapes what it is given. Confined to one thread. */
final class Markup {
    private final String name;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<Markup> children = new ArrayList<>();
    private String text = "";

    Markup(String name) {
        this.name = name;
    }

    Markup with(String attribute, String value) {
        attributes.put(attribute, value);
        return this;
    }

    Markup text(String value) {
        text = value;
        return this;
    }

    Markup add(Markup child) {
        children.add(child);
        return this;
    }

    Markup add(List<Markup> more) {
        children.addAll(more);
        return this;
    }

    /** Adds an element with a text. */
    Markup add(String child, String value) {
        return add(new Markup(child).text(value));
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("<").append(name);
        attributes.forEach((attribute, value) -> out.append(' ')
                .append(attribute)
                .append("='")
                .append(escaped(value))
                .append('\''));
        if (children.isEmpty() && text.isEmpty()) {
            return out.append("/>").toString();
        }
        out.append('>').append(escaped(text));
        children.forEach(out::append);
        return out.append("</").append(name).append('>').toString();
    }

    private static String escaped(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("'", "&apos;")
                .replace("\n", "&#10;")
                .replace("\t", "&#9;");
    }
}
