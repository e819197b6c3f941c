using Ccsp.Contracts;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Records;
using Ccsp.Tests.Storage.Records;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Queue.Records;

/// <summary>Steps over records that change gates and tell events, told once and derived once per store.</summary>
public abstract class QueueRecordsConformance : IAsyncLifetime
{
    private const string Gate = "profile:work";

    private static readonly DateTimeOffset Now = SampleTasks.Noon;

    private ITaskStore _queue = null!;
    private QueueRecords _records = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (_queue, var backend) = await OpenAsync();
        _records = new QueueRecords(backend, TimeProvider.System);
    }

    public abstract ValueTask DisposeAsync();

    private protected abstract Task<(ITaskStore Queue, IQueueRecordBackend Backend)> OpenAsync();

    [Fact(Timeout = 30_000)]
    public async Task A_document_its_gate_and_its_event_are_one_step()
    {
        Assert.True(await CloseAsync(Note("a"), "lost"));
        Assert.Equal("lost", (await GateAsync())!.Reason);
        Assert.NotNull(await FindAsync("a"));
        var events = await _queue.EventsAsync(new EventQuery(null, 0, 100), Cancel);
        Assert.Equal([EventTypes.GateClosed, "note.written"], events.Select(stored => stored.Type));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_step_sees_the_gate_as_it_will_have_changed_it()
    {
        await CloseAsync(Note("a"), "lost");
        await _records.WriteAsync(
            async step =>
            {
                Assert.True((await step.GateAsync(Gate))!.Closed);
                step.Change(new GateChange.Open(Gate, "tester", Now));
                Assert.False((await step.GateAsync(Gate))!.Closed);
                return true;
            },
            Cancel);
        Assert.False((await GateAsync())!.Closed);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_gate_that_was_not_read_cannot_be_changed() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => _records.WriteAsync(
            step =>
            {
                step.Change(new GateChange.Open(Gate, "tester", Now));
                return ValueTask.FromResult(true);
            },
            Cancel));

    /// <summary>Whether it was there before or not, and whether the step changes it or only rests on it.</summary>
    [Theory(Timeout = 30_000)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task A_step_whose_gate_was_overtaken_runs_again(bool existed, bool changes)
    {
        if (existed)
            await SetAsync("first");
        List<string?> seen = [];
        await _records.WriteAsync(
            async step =>
            {
                var gate = await step.GateAsync(Gate);
                seen.Add(gate?.Reason);
                await step.FindAsync(Storage.Records.Note.Kind, "a");
                step.Put(Storage.Records.Note.Kind, Note("a"));
                if (changes)
                    step.Change(new GateChange.Open(Gate, "tester", Now));
                if (seen.Count == 1)
                    await SetAsync("second");
                return true;
            },
            Cancel);
        Assert.Equal([existed ? "first" : null, "second"], seen);
        Assert.Equal(!changes, (await GateAsync())!.Closed);
    }

    [Fact(Timeout = 30_000)]
    public async Task A_document_that_was_overtaken_takes_gate_and_event_with_it()
    {
        var tries = 0;
        await _records.WriteAsync(
            async step =>
            {
                await step.GateAsync(Gate);
                var found = await step.FindAsync(Storage.Records.Note.Kind, "a");
                if (++tries == 1)
                {
                    step.Change(new GateChange.Close(Gate, Until: null, "of the try that was overtaken", "tester", Now));
                    step.Append("note.written", "{}");
                    step.Put(Storage.Records.Note.Kind, Note("a"));
                    await CloseAsync(Note("a"), "lost");
                }

                return found;
            },
            Cancel);
        Assert.Equal(2, tries);
        Assert.Equal("lost", (await GateAsync())!.Reason);
        var events = await _queue.EventsAsync(new EventQuery(null, 0, 100), Cancel);
        Assert.Equal([EventTypes.GateClosed, "note.written"], events.Select(stored => stored.Type));
    }

    private static Note Note(string id) => new(id, "home", 1, "");

    private Task<Note?> FindAsync(string id) => _records.ReadAsync(reader => reader.FindAsync(Storage.Records.Note.Kind, id), Cancel);

    private async Task<GateState?> GateAsync() => (await _queue.GatesAsync(Cancel)).SingleOrDefault(gate => gate.Name == Gate);

    private Task<GateState> SetAsync(string reason) =>
        _queue.SetGateAsync(new GateChange.Close(Gate, Until: null, reason, "somebody", Now), Cancel);

    private Task<bool> CloseAsync(Note note, string reason) => _records.WriteAsync(
        async step =>
        {
            await step.FindAsync(Storage.Records.Note.Kind, note.Id);
            step.Put(Storage.Records.Note.Kind, note);
            await step.GateAsync(Gate);
            step.Change(new GateChange.Close(Gate, Until: null, reason, "tester", Now));
            step.Append("note.written", "{}");
            return true;
        },
        Cancel);
}
