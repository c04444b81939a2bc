package dev.hostler.launcher.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.hostler.api.node.Finding;
import dev.hostler.api.node.Finding.Level;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What an examination has found, for people and for programs. */
final class FindingLines {
    private static final int LEVEL = 9;

    private FindingLines() {}

    /** One line for each finding, one more for its remedy, and a last one that sums up. */
    static List<String> text(List<Finding> findings) {
        int width = findings.stream()
                .mapToInt(finding -> finding.subject().length())
                .max()
                .orElse(0);
        List<String> lines = new ArrayList<>();
        for (Finding finding : findings) {
            lines.add(padded(word(finding), LEVEL) + padded(finding.subject(), width + 2) + finding.text());
            if (!finding.remedy().isEmpty()) {
                lines.add(" ".repeat(LEVEL + width + 2) + "-> " + finding.remedy());
            }
        }
        lines.add(summary(count(findings, Level.PROBLEM), count(findings, Level.WARNING)));
        return lines;
    }

    private static String summary(long problems, long warnings) {
        String weak = warnings == 0 ? "" : " Warnings: " + warnings + ".";
        return (problems == 0 ? "Nothing is in the way." : "Problems: " + problems + ".") + weak;
    }

    /** Returns one object on one line. */
    static String json(List<Finding> findings) {
        return JsonText.object(json -> {
            json.writeNumberField("problems", count(findings, Level.PROBLEM));
            json.writeNumberField("warnings", count(findings, Level.WARNING));
            json.writeArrayFieldStart("findings");
            for (Finding finding : findings) {
                write(json, finding);
            }
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, Finding finding) throws IOException {
        json.writeStartObject();
        json.writeStringField("subject", finding.subject());
        json.writeStringField("level", word(finding));
        json.writeStringField("text", finding.text());
        json.writeStringField("remedy", finding.remedy().isEmpty() ? null : finding.remedy());
        json.writeEndObject();
    }

    private static long count(List<Finding> findings, Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }

    private static String word(Finding finding) {
        return finding.level().name().toLowerCase(Locale.ROOT);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }
}
