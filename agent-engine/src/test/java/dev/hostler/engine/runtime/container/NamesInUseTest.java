package dev.hostler.engine.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.EventActor;
import dev.hostler.api.identity.Owner;
import dev.hostler.api.spi.InstanceName;
import dev.hostler.api.workload.Revision;
import dev.hostler.api.workload.WorkloadId;
import dev.hostler.api.workload.WorkloadKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NamesInUseTest {
    private static final WorkloadKey WEB = key("web");

    private final WorkloadLabels labels = new WorkloadLabels("a1", WorkloadLabels.WORKLOAD);
    private final NamesInUse names = new NamesInUse(labels);

    @BeforeEach
    void stream() {
        names.streamBegins();
    }

    private static WorkloadKey key(String id) {
        return new WorkloadKey(Owner.EMBEDDER, new WorkloadId(id));
    }

    private Map<String, String> labelsOf(WorkloadKey workload) {
        return labels.of(new InstanceName(workload, new Revision("1"), "d"), Map.of());
    }

    private static Container container(String id, String name, Map<String, String> labels) {
        return new ObjectMapper()
                .convertValue(Map.of("Id", id, "Names", List.of("/" + name), "Labels", labels), Container.class);
    }

    private void told(String action, String id, String name, Map<String, String> labels) {
        Map<String, String> attributes = new HashMap<>(labels);
        attributes.put("name", name);
        names.see(action, new EventActor().withId(id).withAttributes(attributes));
    }

    private void list(Container... all) throws InterruptedException {
        names.list(() -> List.of(all));
    }

    @Test
    void nothingIsFreeBeforeItIsListed() throws InterruptedException {
        assertThat(names.isFree("web", WEB)).isFalse();
        assertThat(names.wantsList()).isTrue();

        list();

        assertThat(names.isFree("web", WEB)).isTrue();
        assertThat(names.wantsList()).isFalse();
    }

    @Test
    void aNameIsItsHoldersAlone() throws InterruptedException {
        list(
                container("c1", "strange", Map.of()),
                container("c2", "web", labelsOf(WEB)),
                container("c3", "db", labelsOf(key("db"))));

        assertThat(names.isFree("strange", WEB)).isFalse();
        assertThat(names.isFree("db", WEB)).isFalse();
        assertThat(names.isFree("web", WEB)).isTrue();
        assertThat(names.isFree("web", key("db"))).isFalse();
    }

    @Test
    void eventsKeepItTrue() throws InterruptedException {
        list(container("c1", "web", Map.of()));

        told("rename", "c1", "away", Map.of());
        told("create", "c2", "new", Map.of());

        assertThat(names.isFree("web", WEB)).isTrue();
        assertThat(names.isFree("away", WEB)).isFalse();
        assertThat(names.isFree("new", WEB)).isFalse();

        told("destroy", "c2", "new", Map.of());

        assertThat(names.isFree("new", WEB)).isTrue();
    }

    @Test
    void aListIsOlderThanWhatEventsTellMeanwhile() throws InterruptedException {
        names.list(() -> {
            told("create", "c1", "born", Map.of());
            told("rename", "c2", "renamed", Map.of());
            told("destroy", "c3", "dead", Map.of());
            return List.of(container("c2", "before", Map.of()), container("c3", "dead", Map.of()));
        });

        assertThat(names.isFree("born", WEB)).isFalse();
        assertThat(names.isFree("renamed", WEB)).isFalse();
        assertThat(names.isFree("before", WEB)).isTrue();
        assertThat(names.isFree("dead", WEB)).isTrue();
    }

    @Test
    void aListThatAStreamsEndHasOvertakenCountsForNothing() throws InterruptedException {
        names.list(() -> {
            names.streamEnds();
            names.streamBegins();
            return List.of();
        });
        assertThat(names.isFree("web", WEB)).isFalse();

        list();
        names.streamEnds();

        assertThat(names.isFree("web", WEB)).isFalse();
        assertThat(names.wantsList()).as("without a stream").isFalse();
    }

    @Test
    void aListThatFailsLeavesNothing() throws InterruptedException {
        assertThatThrownBy(() -> names.list(() -> {
                    told("create", "c1", "web", Map.of());
                    throw new IllegalStateException("no answer");
                }))
                .hasMessage("no answer");
        told("create", "c2", "web", Map.of());

        list();

        assertThat(names.isFree("web", WEB)).as("the list knows of neither").isTrue();
    }
}
