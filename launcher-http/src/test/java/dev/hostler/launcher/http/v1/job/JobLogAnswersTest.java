package dev.hostler.launcher.http.v1.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.launcher.http.server.Answer;
import dev.hostler.launcher.http.server.Call;
import dev.hostler.launcher.http.server.Feed;
import dev.hostler.launcher.http.v1.wire.FieldRefusal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobLogAnswersTest {
    private static final int LONGEST = 10;
    private static final String NEXT = "X-Next-Offset";

    private static Answer ask(String log, boolean complete, String query, Map<String, String> headers) {
        return JobLogAnswers.of(
                offset -> new MemoryLog(log, complete, LONGEST, offset),
                new Call(Map.of(), query, headers, new byte[0]));
    }

    /** Returns all that is there, and whether that was the end. */
    private static String text(Answer answer, boolean over) {
        Feed feed = answer.feed().orElseThrow();
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        boolean ended = false;
        for (int before = -1; before < text.size() && !ended; ) {
            before = text.size();
            ended = feed.fill(text, before + 5);
        }
        assertThat(ended).as("it is over").isEqualTo(over);
        return text.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "0,one|two|th,false,one|two|,8",
                "0,one|two|th,true,one|two|th,10",
                "0,one|two|,false,one|two|,8",
                "4,one|two|th,false,two|,8",
                "5,one|two|th,false,wo|,8",
                "8,one|two|th,false,\"\",8",
                "8,one|two|th,true,th,10",
                "10,one|two|th,true,\"\",10",
                "999,one|two|th,true,\"\",999",
                "0,\"\",false,\"\",0",
                "0,\"\",true,\"\",0",
                "0,a line of many pieces|x,false,a line of many pieces|,22",
                "3,one|a line of many pieces that goes on,false,|,4",
                "0,one|a line of many pieces that goes on,true,one|a line of many pieces that goes on,38",
                "6,one|a line of many pieces that goes on,false,\"\",6",
            })
    void whatIsThereEndsWithAWholeLineAndSaysWhereToGoOn(
            long offset, String log, boolean complete, String expected, String next) {
        Answer answer = ask(log.replace('|', '\n'), complete, "offset=" + offset, Map.of());

        assertThat(text(answer, true)).isEqualTo(expected.replace('|', '\n'));
        assertThat(answer.headers()).containsEntry(NEXT, next);
    }

    @Test
    void aLongLogIsNotReadTwiceToFindItsEnd() {
        String log = ("x".repeat(5) + "\n").repeat(100_000);

        Answer answer = ask(log + "part", false, "", Map.of());

        assertThat(answer.headers()).containsEntry(NEXT, "600000");
        assertThat(text(answer, true)).isEqualTo(log);
    }

    @Test
    void aLineThatIsLongerThanTheLookBackIsFoundAllTheSame() {
        String log = "one\n" + "x".repeat(200_000);

        Answer answer = ask(log, false, "", Map.of());

        assertThat(answer.headers()).containsEntry(NEXT, "4");
        assertThat(text(answer, true)).isEqualTo("one\n");
    }

    @Test
    void whoFollowsIsGivenWhatIsThereAndNoEnd() {
        assertThat(text(ask("one\ntwo\nth", false, "follow=true", Map.of()), false))
                .isEqualTo("one\ntwo\n");
        assertThat(text(ask("one\ntwo\nth", true, "follow&offset=4", Map.of()), true))
                .isEqualTo("two\nth");
    }

    @Test
    void eventsHaveTheNextOffsetAsTheirId() {
        Answer answer = ask("one\nt\two\n", true, "", Map.of("accept", "text/event-stream"));

        assertThat(text(answer, true)).isEqualTo("""
                id: 4
                data: {"offset":0,"text":"one","continued":false}

                id: 9
                data: {"offset":4,"text":"t\\two","continued":false}

                event: end
                data: {}

                """);
        assertThat(answer.headers()).containsEntry("Content-Type", "text/event-stream");
    }

    @Test
    void theLastEventThatWasSeenWinsOverTheOffset() {
        Map<String, String> headers = Map.of("accept", "text/event-stream", "last-event-id", "4");

        assertThat(text(ask("one\ntwo\n", true, "offset=0", headers), true)).startsWith("id: 8\ndata: {\"offset\":4,");
    }

    @ParameterizedTest
    @CsvSource({
        "offset=-1,offset",
        "offset=x,offset",
        "offset=,offset",
        "offset=99999999999999999999,offset",
        "offset=1&offset=2,offset",
        "follow=maybe,follow",
        "of=1,of",
        "%zz=1,query",
    })
    void aParameterThatIsWrongIsNamed(String query, String expected) {
        assertThatThrownBy(() -> ask("", true, query, Map.of()))
                .isInstanceOfSatisfying(
                        FieldRefusal.class,
                        refusal -> assertThat(refusal.field()).isEqualTo(expected));
    }

    @Test
    void aLastEventThatIsNoOffsetIsRefused() {
        assertThatThrownBy(() -> ask("", true, "", Map.of("accept", "text/event-stream", "last-event-id", "abc")))
                .hasMessageContaining("Last-Event-ID");
    }
}
