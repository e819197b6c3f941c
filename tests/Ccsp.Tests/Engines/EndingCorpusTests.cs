using Ccsp.Contracts;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Engines.ClaudeCode;
using Ccsp.Gateway.Engines.Command;
using Xunit;

namespace Ccsp.Tests.Engines;

public sealed class EndingCorpusTests
{
    public static TheoryData<string> Names() => [.. EndingCase.Names()];

    [Theory(Timeout = 30_000)]
    [MemberData(nameof(Names))]
    public Task An_ending_of_the_corpus_is_judged_as_expected(string name)
    {
        var ending = EndingCase.Read(name);
        var engine = EngineOf(ending);

        var verdict = engine.Classify(ending.Evidence(ending.Play(engine)));

        Assert.True(
            ending.Class == verdict.Class,
            $"{name}: expected {ending.Class}, got {verdict.Class} from {verdict.Source}: {verdict.Message}");
        if (ending.Source is { } source)
            Assert.Equal(source, verdict.Source);
        Assert.Equal(ending.ResetsAt, verdict.ResetsAt);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Every_class_stands_in_the_corpus()
    {
        var seen = EndingCase.Names().Select(name => EndingCase.Read(name).Class).ToHashSet();

        Assert.Empty(Enum.GetValues<EndingClass>().Except(seen));
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Both_versions_of_the_real_cli_stand_in_the_corpus_for_every_recorded_case()
    {
        var recorded = EndingCase.Names().Where(name => !name.StartsWith("hand-", StringComparison.Ordinal)).ToList();
        var cases = recorded.Select(name => name[..name.IndexOf('.', StringComparison.Ordinal)]).Distinct().ToList();

        Assert.True(cases.Count > 80);
        Assert.Equal(cases.SelectMany(name => new[] { name + ".2.1.197", name + ".2.1.329" }).Order(StringComparer.Ordinal), recorded);
        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task No_path_of_the_recording_machine_stands_in_the_corpus()
    {
        string[] traces = ["ccsp-endings", "/tmp/cli", "/root/", "/tmp/w/"];

        foreach (var path in Directory.EnumerateFiles(EndingCase.Folder))
        {
            var text = File.ReadAllText(path);
            Assert.True(!traces.Any(trace => text.Contains(trace, StringComparison.Ordinal)), path);
        }

        return Task.CompletedTask;
    }

    [Fact(Timeout = 30_000)]
    public Task Every_ending_has_a_message_and_the_facts_of_its_class()
    {
        foreach (var name in EndingCase.Names())
        {
            var ending = EndingCase.Read(name);
            var engine = EngineOf(ending);
            var verdict = engine.Classify(ending.Evidence(ending.Play(engine)));

            Assert.False(string.IsNullOrWhiteSpace(verdict.Message), name);
            Assert.DoesNotContain("sk-ant", verdict.Message, StringComparison.Ordinal);
            Assert.Contains(verdict.Source, new[] { "result", "event", "text", "exit", "gateway", "estimated" });
            if (ending.Class == EndingClass.Limit)
                Assert.True(ending is { ResetsAt: not null, Source: not null }, $"{name} does not say when the limit ends");
        }

        return Task.CompletedTask;
    }

    private static IEngine EngineOf(EndingCase ending) => ending.Engine == "command"
        ? new CommandEngine("tool", new EngineOptions { Kind = EngineKinds.Command, Command = ["tool"] })
        : new ClaudeCodeEngine("claude", new EngineOptions());
}
