package dev.hostler.engine.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hostler.api.error.ErrorCode;
import dev.hostler.engine.docker.PullProgress.Snapshot;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PullProgressTest {
    private final PullProgress progress = new PullProgress();

    private Snapshot after(String... items) throws Exception {
        for (String item : items) {
            progress.item(new JsonMapper().readTree(item.replace('\'', '"')));
        }
        return progress.snapshot();
    }

    @Test
    void theTotalIsKnownOnceEveryPartHasToldItsSize() throws Exception {
        assertThat(after("{'status':'Pulling from a','id':'1'}", "{'status':'Already exists','id':'x'}"))
                .isEqualTo(new Snapshot(2, 0, OptionalLong.empty()));
        assertThat(after("{'status':'Pulling fs layer','id':'a'}", "{'status':'Pulling fs layer','id':'b'}"))
                .isEqualTo(new Snapshot(4, 0, OptionalLong.empty()));
        assertThat(after("{'status':'Downloading','id':'a','progressDetail':{'current':10,'total':100}}"))
                .isEqualTo(new Snapshot(5, 10, OptionalLong.empty()));
        assertThat(after("{'status':'Downloading','id':'b','progressDetail':{'current':1,'total':7}}"))
                .isEqualTo(new Snapshot(6, 11, OptionalLong.of(107)));
        assertThat(after(
                        "{'status':'Download complete','id':'a'}",
                        "{'status':'Extracting','id':'a'," + "'progressDetail':{'current':3,'total':100}}"))
                .isEqualTo(new Snapshot(8, 101, OptionalLong.of(107)));
    }

    @Test
    void theCodeOfAnErrorCounts() throws Exception {
        after("{'errorDetail':{'code':401,'message':'go away'}}");

        assertThat(progress.error()).map(PullFailure::code).contains(ErrorCode.IMAGE_DENIED);
    }

    @Test
    void theFirstErrorStays() throws Exception {
        after("{'error':'first'}", "{'errorDetail':{'message':'second'}}");

        assertThat(progress.error()).map(PullFailure::cause).contains("first");
    }
}
