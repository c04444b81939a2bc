package dev.hostler.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hostler.api.error.AgentException;
import dev.hostler.api.job.JobResult;
import dev.hostler.api.job.JobSpec;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class StateCodecTest {
    private final StateCodec codec = new StateCodec();

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void readsEverySpecAsItWasWritten(@ForAll("specs") JobSpec spec) {
        assertThat(codec.decode(codec.encode(spec), JobSpec.class)).isEqualTo(spec);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void readsEveryHandOverAsItWasWritten(@ForAll("handOvers") HandOver handOver) {
        assertThat(codec.decode(codec.encode(handOver), HandOver.class)).isEqualTo(handOver);
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void readsEveryResultAsItWasWritten(@ForAll("results") JobResult result) {
        assertThat(codec.decode(codec.encode(result), JobResult.class)).isEqualTo(result);
    }

    @Provide
    Arbitrary<JobSpec> specs() {
        return SpecArbitraries.specs();
    }

    @Provide
    Arbitrary<HandOver> handOvers() {
        return SpecArbitraries.handOvers();
    }

    @Provide
    Arbitrary<JobResult> results() {
        return SpecArbitraries.keys().flatMap(SpecArbitraries::results);
    }

    /** These texts are in people's files: a change here needs a new version, and a reader for the old one. */
    @Example
    void writesTheFormThatIsInPeoplesFiles() {
        JobSpec spec = JobSpec.builder("a")
                .checkout("https://example.org/app.git", "main")
                .exec("make", "test")
                .secret("TOKEN")
                .build();
        String expected = """
                {'version':1,'value':{'id':'a','source':{'type':'git','url':'https://example.org/app.git','ref':'main',
                'submodules':true,'tokenSecret':null},'pipeline':{'type':'inline','spec':{'name':'a','image':null,
                'env':{},'secrets':['TOKEN'],'timeout':null,'softTimeout':null,
                'limits':{'cpus':null,'memoryBytes':null,'processes':null,
                'workspaceBytes':null},'network':true,'services':[],'artifacts':[],'cachePaths':[],'steps':[{'name':'make test',
                'command':{'type':'argv','words':['make','test']},'env':{},'workdir':null,'timeout':null,
                'continueOnError':false,'condition':'SUCCESS'}]}},'isolation':'auto','image':null,'env':{},
                'secrets':['TOKEN'],'timeout':null,'softTimeout':null,'limits':{'cpus':null,'memoryBytes':null,'processes':null,
                'workspaceBytes':null},'network':true,
                'priority':'NORMAL','labels':[],'rerunWhenLost':false,'errorsApart':false,'freshSandbox':false}}""";
        assertThat(codec.encode(spec)).isEqualTo(expected.replace("\n", "").replace('\'', '"'));
        assertThat(codec.encode(Samples.handOver("s")))
                .contains("\"startedAt\":\"2026-11-01T12:00:00.123456789Z\"")
                .contains("\"startedSinceBoot\":\"PT2M3.45S\"")
                .contains("\"workspace\":\"/srv/agent/sandboxes/s/work\"");
    }

    @Example
    void skipsAFieldThatItDoesNotKnow() {
        JobSpec spec = Samples.spec("a", "make");
        String newer = codec.encode(spec).replace("\"isolation\"", "\"color\":{\"deep\":[1]},\"isolation\"");
        assertThat(codec.decode(newer, JobSpec.class)).isEqualTo(spec);
    }

    @Example
    void takesAMissingOptionalFieldForEmpty() {
        JobSpec spec = Samples.spec("a", "make");
        String older = codec.encode(spec)
                .replace("\"source\":null,", "")
                .replace(",\"errorsApart\":false,\"freshSandbox\":false", "");
        assertThat(codec.decode(older, JobSpec.class)).isEqualTo(spec);
    }

    @Example
    void refusesAVersionThatItDoesNotKnow() {
        String newer = codec.encode(Samples.spec("a", "make")).replace("\"version\":1", "\"version\":2");
        assertThatThrownBy(() -> codec.decode(newer, JobSpec.class))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("its version is 2, and this agent reads version 1");
    }

    @Example
    void refusesWhatIsNoDocument() {
        for (String text : new String[] {
            "",
            "{",
            "[]",
            "7",
            "{\"version\":1}",
            "{\"version\":1,\"value\":null}",
            "{\"version\":1,\"value\":{}}",
            "{\"version\":1,\"value\":{\"id\":\"../x\"}}"
        }) {
            assertThatThrownBy(() -> codec.decode(text, JobSpec.class))
                    .as(text)
                    .isInstanceOf(AgentException.class)
                    .hasMessageStartingWith("Cannot read stored 'JobSpec': it");
        }
    }
}
