using Ccsp.Contracts;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.EmergencyStop;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Queue;
using Ccsp.Tests.Api;
using Ccsp.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Ccsp.Tests.EmergencyStop;

/// <summary>The stop file on a real folder.</summary>
public sealed class StopFileTests : IDisposable
{
    private readonly TempFolder _data = new();
    private readonly FolderWatch _folders = new();
    private readonly EventHub _hub = new();
    private readonly PublishingStore _store;
    private readonly StopFile _file;
    private readonly EmergencyStopService _emergency;

    public StopFileTests()
    {
        _file = new StopFile(_data.Path);
        _store = new PublishingStore(new QueueOptions(), _hub);
        _emergency = new EmergencyStopService(_store, _file, new UnwrittenStopFile(_data.Path), NoRuns.Here, TimeProvider.System,
            NullLogger<EmergencyStopService>.Instance);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folders.Dispose();
        _data.Dispose();
    }

    [Theory(Timeout = 120_000)]
    [InlineData("", EmergencyMode.Kill, "stop file")]
    [InlineData(" \n", EmergencyMode.Kill, "stop file")]
    [InlineData("STOP\n", EmergencyMode.Kill, "stop file")]
    [InlineData("STOP: disk is burning\n", EmergencyMode.Kill, "disk is burning")]
    [InlineData("stop:x", EmergencyMode.Kill, "x")]
    [InlineData("drain: before the move", EmergencyMode.Drain, "before the move")]
    [InlineData("HOLD", EmergencyMode.Hold, "stop file")]
    [InlineData("kill:", EmergencyMode.Kill, "stop file")]
    [InlineData("the disk: it burns", EmergencyMode.Kill, "the disk: it burns")]
    [InlineData("two\nlines", EmergencyMode.Kill, "two lines")]
    public Task The_content_says_why_and_how_far(string content, EmergencyMode mode, string reason) => Task.Run(() =>
        Assert.Equal(new StopFileOrder(mode, reason), StopFile.Parse(content)), Stop);

    [Theory(Timeout = 120_000)]
    [InlineData("drain: move", EmergencyMode.Drain, "move")]
    [InlineData("", EmergencyMode.Kill, "stop file")]
    public async Task A_file_that_appears_stops_everything_and_one_that_goes_clears_nothing(string content, EmergencyMode mode,
        string reason)
    {
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var watching = Watch().RunAsync(leave.Token);
        // Not a moment without its content, which decides the mode.
        await File.WriteAllTextAsync(_data["new"], content, Stop);
        File.Move(_data["new"], _file.Path);
        var state = await EmergencyListener.StandsAsync(_store, _hub, Stop);
        Assert.Equal((mode, reason, "stop file"), (state.Mode, state.Reason, state.Actor));
        Assert.Null(await _emergency.ClearAsync("anna", Stop));
        File.Delete(_file.Path);
        await Watch().CheckAsync(Stop);
        Assert.True((await _store.EmergencyNowAsync(Stop))!.Stands);
        Assert.True((await _emergency.ClearAsync("anna", Stop))!.Changed);
        await leave.CancelAsync();
        await watching;
    }

    [Fact(Timeout = 120_000)]
    public async Task A_file_that_appeared_while_the_gateway_was_away_is_obeyed_by_the_first_look()
    {
        await File.WriteAllTextAsync(_file.Path, "hold: upgrade", Stop);
        await Watch().CheckAsync(Stop);
        Assert.Equal(EmergencyMode.Hold, (await _store.EmergencyNowAsync(Stop))!.Mode);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_file_beside_a_stop_that_stands_already_orders_once_and_its_new_content_goes_further()
    {
        var watch = Watch();
        await _emergency.OrderAsync(EmergencyMode.Hold, "first", "anna", Stop);
        await File.WriteAllTextAsync(_file.Path, "hold: second", Stop);
        await watch.CheckAsync(Stop);
        await watch.CheckAsync(Stop);
        Assert.Equal(("first", "anna"), ((await _store.EmergencyNowAsync(Stop))!.Reason, (await _store.EmergencyNowAsync(Stop))!.Actor));
        await File.WriteAllTextAsync(_file.Path, "kill: now really", Stop);
        await watch.CheckAsync(Stop);
        Assert.Equal((EmergencyMode.Kill, "now really"),
            ((await _store.EmergencyNowAsync(Stop))!.Mode, (await _store.EmergencyNowAsync(Stop))!.Raised!.Reason));
        Assert.Equal(2, (await _store.EventsAsync(new EventQuery(null, 0, 100), Stop)).Count(
            stored => stored.Type == EventTypes.EmergencyStop));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_file_nobody_can_read_is_an_order_all_the_same()
    {
        Directory.CreateDirectory(_file.Path);
        await Watch().CheckAsync(Stop);
        Assert.Equal((EmergencyMode.Kill, "the stop file cannot be read"),
            ((await _store.EmergencyNowAsync(Stop))!.Mode, (await _store.EmergencyNowAsync(Stop))!.Reason));
    }

    [Fact(Timeout = 120_000)]
    public async Task Other_files_of_the_folder_stop_nothing_and_only_their_arrival_is_looked_at()
    {
        var changed = new AsyncSignal();
        using var watch = _folders.WatchArrivals(_data.Path, changed);
        var arrival = changed.Next;
        await using var busy = new FileStream(Path.Combine(_data.Path, "busy"), FileMode.Create);
        await arrival.WaitAsync(Stop);
        var next = changed.Next;
        for (var i = 0; i < 50; i++)
        {
            busy.WriteByte(1);
            await busy.FlushAsync(Stop);
        }

        await Watch().CheckAsync(Stop);
        Assert.Null(await _store.EmergencyNowAsync(Stop));
        Assert.False(next.IsCompleted);
        await File.WriteAllTextAsync(_file.Path, "STOP", Stop);
        await next.WaitAsync(Stop);
    }

    private StopFileWatch Watch() => new(_emergency, _file, _folders, TimeProvider.System, NullLogger<StopFileWatch>.Instance);
}
