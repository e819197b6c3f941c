using Ccsp.Gateway.Telemetry;
using Ccsp.Tests.Support;
using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;
using Xunit;

namespace Ccsp.Tests.Telemetry;

public sealed class FoldedStormsTests
{
    private readonly Kept _kept = new();
    private readonly TestClock _clock = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void The_same_trouble_is_told_once_and_then_with_its_count()
    {
        using var storms = new FoldedStorms(_kept, _clock);
        for (var i = 0; i < 1000; i++)
            storms.Emit(Line(LogEventLevel.Error, $"Task 01a2b3c4-0000-7000-8000-00000000{i:0000} failed: no space left"));
        Assert.Single(_kept.Lines);

        _clock.Advance(FoldedStorms.Pause);

        Assert.Equal([null, 999], _kept.Lines.Select(Repeated));
        _clock.Advance(2 * FoldedStorms.Pause);
        Assert.Equal(2, _kept.Lines.Count);
    }

    [Fact]
    public void Trouble_of_another_kind_information_and_endings_are_told_each_time()
    {
        using var storms = new FoldedStorms(_kept, _clock);
        storms.Emit(Line(LogEventLevel.Error, "The duty sweep failed"));
        storms.Emit(Line(LogEventLevel.Error, "The duty heartbeat failed"));
        for (var i = 0; i < 3; i++)
        {
            storms.Emit(Line(LogEventLevel.Information, "Ready"));
            storms.Emit(Line(LogEventLevel.Warning, "Task 1 ended", new LogEventProperty(FoldedStorms.Ending, new ScalarValue("crashed"))));
        }

        Assert.Equal(8, _kept.Lines.Count);
    }

    [Fact]
    public void What_is_held_back_is_told_at_the_end()
    {
        using (var storms = new FoldedStorms(_kept, _clock))
        {
            storms.Emit(Line(LogEventLevel.Warning, "again"));
            storms.Emit(Line(LogEventLevel.Warning, "again"));
        }

        Assert.Equal([null, 1], _kept.Lines.Select(Repeated));
    }

    private static int? Repeated(LogEvent line) =>
        line.Properties.TryGetValue("Repeated", out var value) ? (int)((ScalarValue)value).Value! : null;

    private static LogEvent Line(LogEventLevel level, string text, params LogEventProperty[] properties) =>
        new(DateTimeOffset.UnixEpoch, level, exception: null, new MessageTemplateParser().Parse(text), properties);

    private sealed class Kept : ILogEventSink
    {
        public List<LogEvent> Lines { get; } = [];

        public void Emit(LogEvent logEvent) => Lines.Add(logEvent);
    }
}
