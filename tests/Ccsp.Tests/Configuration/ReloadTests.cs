using System.Runtime.InteropServices;
using Ccsp.Gateway.Configuration;
using Ccsp.Gateway.Hosting;
using Ccsp.Gateway.Telemetry;
using Microsoft.Extensions.Logging;
using Serilog.Events;
using Xunit;

namespace Ccsp.Tests.Configuration;

public sealed class ReloadTests : IDisposable
{
    private readonly Loading _loading = new();
    private readonly Lines _log = new();
    private readonly List<string> _said = [];
    private readonly LogLevelSwitch _level = new("info");

    public void Dispose() => _loading.Dispose();

    [Fact(Timeout = 30_000)]
    public Task What_can_change_does_and_what_cannot_is_named() => Task.Run(() =>
    {
        var (start, reload) = Start(
            """{ "maxConcurrent": 4, "listen": "127.0.0.1:3001", "profiles": { "ci": { "env": { "API_KEY": "sk-a-first-secret" } } } }""");
        _loading.File(
            "ccsp.json",
            """{ "maxConcurrent": 7, "listen": "127.0.0.1:3002", "log": { "level": "debug" }, "profiles": { "ci": { "env": { "API_KEY":"""
            + """ "sk-a-other-secret" } } } }""");
        Assert.True(reload.Run());
        Assert.Equal((7, LogEventLevel.Debug), (start.Execution.MaxConcurrent, _level.Serilog.MinimumLevel));
        Assert.Equal(
            [
                "Information The configuration was read again; now in force: log.level info → debug, maxConcurrent 4 → 7",
                "Warning The configuration was read again; this takes effect only when the gateway is started again: listen "
                    + "127.0.0.1:3001 → 127.0.0.1:3002, profiles.ci.env.API_KEY (a secret)",
            ],
            _log.Written);
        Assert.Equal(["the configuration was read again; now in force: log.level info → debug, maxConcurrent 4 → 7"], _said);
        Assert.Equal("127.0.0.1:3001", start.Listen.ToString());

        _log.Written.Clear();
        Assert.False(reload.Run());
        Assert.StartsWith(
            "Warning The configuration was read again; this takes effect only", Assert.Single(_log.Written), StringComparison.Ordinal);
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task A_mistake_keeps_everything_as_it_is() => Task.Run(() =>
    {
        var (start, reload) = Start("""{ "maxConcurrent": 4 }""");
        _loading.File("ccsp.json", """{ "maxConcurrent": 7, "queueSise": 5 }""");
        Assert.False(reload.Run());
        Assert.Equal(4, start.Execution.MaxConcurrent);
        Assert.Contains("so the one in force stays", Assert.Single(_log.Written), StringComparison.Ordinal);
        Assert.Contains("queueSise: unknown key; did you mean queueSize?", _log.Written[0], StringComparison.Ordinal);
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task The_same_again_is_said_to_be_the_same() => Task.Run(() =>
    {
        var (_, reload) = Start("{ }");
        Assert.False(reload.Run());
        Assert.Equal("Information The configuration was read again; nothing has changed", Assert.Single(_log.Written));
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task All_of_a_live_section_is_taken_over_and_nothing_else() => Task.Run(() =>
    {
        var (start, _) = Start("{ }");
        var before = OptionKeys.All.Where(key => !key.HasNames).ToDictionary(key => key.Pattern, key => key.Show(start, []));
        var limits = start.Execution.Limits;
        var fresh = Assert.IsType<OptionsResult.Loaded>(_loading.Load("""
            { "maxConcurrent": 9, "queueSize": 77, "log": { "level": "warn", "keepDays": 7 }, "heartbeat": { "everySeconds": 4 },
              "timeouts": { "runSeconds": 1234, "outputBytes": 4096 }, "retries": { "lost": 9, "capSeconds": 99 },
              "queue": { "ageingStepSeconds": 99, "urgentSlots": 3, "sizePerAgent": 5 },
              "limits": { "headroom": { "normal": 0.5, "low": 0.4 }, "gates": { "model:opus": { "limit": 1 } },
                          "memoryPressurePercent": 33, "quietHours": "22:00-07:00" } }
            """)).Options;
        new LiveOptions(start, _level).Take(fresh);
        Assert.All(OptionKeys.All.Where(key => !key.HasNames),
            key => Assert.Equal(key.IsLive ? key.Show(fresh, []) : before[key.Pattern], key.Show(start, [])));
        Assert.Equal((4096, 9, TimeSpan.FromSeconds(99)),
            (start.Execution.Timeouts.OutputBytes, start.Queue.Rules.Retries.Lost, start.Queue.Rules.AgeingStep));
        Assert.Equal((1, 0.5), (start.Queue.Gates.Limits["model:opus"].Limit, start.Queue.Gates.Headroom.Normal));
        // Whoever reads them was given these very objects at the start.
        Assert.Same(limits, start.Execution.Limits);
        Assert.Equal((33, new TimeOnly(22, 0)), (limits.MemoryPressurePercent, limits.Quiet!.From));
        Assert.Equal(LogEventLevel.Warning, _level.Serilog.MinimumLevel);
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public Task What_is_live_is_what_the_decision_says() => Task.Run(() =>
    {
        string[] sections = ["timeouts", "retries", "queue", "limits"];
        Assert.All(OptionKeys.All.Where(key => !key.IsSection), key => Assert.Equal(
            key.Pattern is "maxConcurrent" or "queueSize" or "log.level" || (key.Segments.Count > 1 && sections.Contains(key.Segments[0])),
            key.IsLive));
    }, TestContext.Current.CancellationToken);

    [Fact(Timeout = 30_000)]
    public async Task Signals_that_would_end_a_process_do_not()
    {
        using var signals = new GatewaySignals();
        using var stop = new CancellationTokenSource();
        var reloaded = new TaskCompletionSource();
        var running = signals.RunAsync(() => { reloaded.TrySetResult(); return Task.CompletedTask; }, _log, stop.Token);
        // Not QUIT: the program that runs the tests hears it too. The end-to-end tests send it.
        foreach (var signal in new[] { 10, 12, 1 })
            Assert.Equal(0, Kill(Environment.ProcessId, signal));
        await reloaded.Task.WaitAsync(TestContext.Current.CancellationToken);
        await _log.Seen.WaitAsync(TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await running;
        Assert.Equal(["SIGUSR1", "SIGUSR2"], _log.Written.Select(line => line.Split(' ')[1]).Order(StringComparer.Ordinal));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_reload_that_fails_is_told_and_is_not_the_last()
    {
        using var signals = new GatewaySignals();
        using var stop = new CancellationTokenSource();
        TaskCompletionSource[] tries = [new(), new()];
        var count = 0;
        var running = signals.RunAsync(Reload, _log, stop.Token);
        foreach (var one in tries)
        {
            Assert.Equal(0, Kill(Environment.ProcessId, 1));
            await one.Task.WaitAsync(TestContext.Current.CancellationToken);
        }

        await stop.CancelAsync();
        await running;
        Assert.StartsWith("Error The configuration could not be read again", Assert.Single(_log.Written), StringComparison.Ordinal);

        Task Reload()
        {
            tries[count].TrySetResult();
            return count++ == 0 ? throw new InvalidOperationException("a defect") : Task.CompletedTask;
        }
    }

    private (GatewayOptions Options, ConfigurationReload Reload) Start(string json)
    {
        var start = Assert.IsType<OptionsResult.Loaded>(_loading.Load(json));
        return (
            start.Options,
            new ConfigurationReload(
                start, () => OptionsLoader.Load(_loading.Input() with { ConfigPath = Path.Combine(_loading.Folder, "ccsp.json") }),
                new LiveOptions(start.Options, _level), _said.Add, _log));
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int pid, int signal);

    private sealed class Lines : ILogger<ConfigurationReload>
    {
        private readonly TaskCompletionSource _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<string> Written { get; } = [];

        /// <summary>Two lines have been written.</summary>
        public Task Seen => _seen.Task;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Written.Add($"{logLevel} {formatter(state, exception)}");
            if (Written.Count == 2)
                _seen.TrySetResult();
        }
    }
}
