using Ccsp.Contracts;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Tasks;
using Ccsp.RedisServers;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Queue.Redis;

/// <summary>Two instances of one store, each behind a proxy that can hold up what it sends, with the calls the tests make.</summary>
internal sealed class TwoWriters : IAsyncDisposable
{
    private readonly TestIds _ids = new();

    private TwoWriters(RedisServer server, Writer one, Writer other) => (Server, One, Other) = (server, one, other);

    public RedisServer Server { get; }

    public Writer One { get; }

    public Writer Other { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public static async Task<TwoWriters> StartAsync(QueueOptions? options = null)
    {
        var server = await RedisServer.StartAsync();
        return new TwoWriters(server, await Writer.OpenAsync(server, options), await Writer.OpenAsync(server, options));
    }

    public string NextId() => _ids.Next();

    public async Task<string> AddAsync(Writer writer, TaskSubmission spec, string? key = null)
    {
        var id = NextId();
        var outcome = await SubmitAsync(writer, id, spec, key);
        return Assert.IsType<SubmitOutcome.Accepted>(outcome).Task.Id;
    }

    public static async Task<SubmitOutcome> SubmitAsync(Writer writer, string id, TaskSubmission spec, string? key = null) =>
        Assert.Single(await writer.Store.SubmitAsync(
        new SubmitBatch([new Submit(new NewTask(id, spec), "tester", key, key is null ? null : "hash")], Atomic: false, Now), Stop));

    public static Task<IReadOnlyList<ClaimedTask>> ClaimAsync(Writer writer, string instance, int limit = 4) =>
        writer.Store.ClaimAsync(new ClaimRequest(instance, 8, 0, 8, limit, Now), Stop);

    public static Task<LeaseOutcome> ConfirmAsync(Writer writer, AgentTask task) =>
        writer.Store.ConfirmAsync(new RunStarted(task.Id, task.Lease!.Token, 1, 1, "boot", "c", Now), Stop);

    /// <summary>A whole run.</summary>
    public static async Task RunAsync(Writer writer, AgentTask task)
    {
        Assert.IsType<LeaseOutcome.Applied>(await ConfirmAsync(writer, task));
        Assert.IsType<LeaseOutcome.Applied>(await FinishAsync(writer, task));
    }

    public static Task<LeaseOutcome> FinishAsync(Writer writer, AgentTask task, EndingClass ending = EndingClass.Succeeded) =>
        writer.Store.FinishAsync(
        new RunFinished { TaskId = task.Id, Token = task.Lease!.Token, Ending = SampleTasks.Ending(ending), Usage = SampleTasks.Usage(),
            Jitter = 0.5, Now = Now }, Stop);

    public static Task<GateState> LimitAsync(Writer writer, string gate, int limit) =>
        writer.Store.SetGateAsync(new GateChange.Limit(gate, new GateLimits { Limit = limit }, "anna", Now), Stop);

    public static async Task<AgentTask> TaskAsync(Writer writer, string id) => (await writer.Store.GetAsync(id, Stop))!.Task;

    public async ValueTask DisposeAsync()
    {
        await One.DisposeAsync();
        await Other.DisposeAsync();
        await Server.DisposeAsync();
    }
}
