using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Api;
using Ccsp.Gateway.Api.Peers;
using Ccsp.Gateway.Api.Streams;
using Ccsp.Gateway.Cluster;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.EmergencyStop;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Records;
using Ccsp.Gateway.Security;
using Ccsp.Gateway.Storage;
using Ccsp.Gateway.Logins;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.EmergencyStop;
using Ccsp.Tests.Notifications;
using Ccsp.Tests.Storage.Records;
using Ccsp.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Ccsp.Tests.Api;

/// <summary>The API on a free loopback port over the reference model, and a run that the test plays by hand.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    public const string Instance = "one";

    private static readonly IReadOnlyDictionary<string, IReadOnlySet<RunSetting>> Engines =
        new EngineCatalog(new Dictionary<string, EngineOptions>
        {
            ["mytool"] = new() { Kind = EngineKinds.Command, Command = ["/bin/cat"] },
            ["mymodels"] = new() { Kind = EngineKinds.Command, Command = ["/bin/echo", "{model}", "{conversationId}"] },
        }).Keeps;

    private readonly TempFolder _data = new();
    private readonly WebApplication _app;
    private int _runsStarted;

    private ApiHost(QueueOptions queue, ApiOptions options, TimeProvider time, bool sharesStore)
    {
        Hub = new EventHub();
        Store = new PublishingStore(queue, Hub);
        Folders = new RunFolders(_data.Path);
        Time = time;
        var store = LocalKey.Open(_data.Path, time);
        Key = File.ReadAllText(LocalKey.PathIn(_data.Path)).Trim();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.AddApi(options);
        builder.Services.AddSingleton(queue).AddSingleton<ITaskStore>(Store).AddSingleton(Hub).AddSingleton(time)
            .AddSingleton(new TaskId(time)).AddSingleton(new StoreSetback(time)).AddSingleton(Folders).AddSingleton(store);
        builder.Services.AddSingleton(new Ccsp.Gateway.Execution.Instance(Instance, "host", 1) { SharesStore = sharesStore })
            .AddSingleton(new PeerKey(_data.Path))
            .AddSingleton(provider => new Leader(null, Instance, time, provider.GetRequiredService<ILogger<Leader>>()));
        builder.Services.AddSingleton(
            new Catalogue(
                Engines, new Dictionary<string, string> { ["default"] = "claude", ["tools"] = "mytool" }, ["/"], Durability.Disk)
            {
                ProfilesOfEngines = new Dictionary<string, string> { ["mytool"] = "tools" },
            });
        builder.Services.AddSingleton(new StopFile(_data.Path)).AddSingleton(new UnwrittenStopFile(_data.Path)).AddSingleton(NoRuns.Here)
            .AddSingleton<EmergencyStopService>();
        builder.Services.AddSingleton<ActiveRuns>().AddSingleton<TaskCancel>().AddSingleton(new TaskFiles(["/"], _data.Path, []));
        AddSessions(builder.Services);
        builder.Services.AddSingleton<ClaimPreview>(() => AsIf());
        builder.Services.AddSingleton<OutputGrowth>((_, _) => Growth.Task);
        Notifications = new NotificationBench();
        builder.Services.AddSingleton(_ => Notifications.Notifier());
        _app = builder.Build();
        _app.MapApi();
    }

    /// <summary>What the engine says of every login.</summary>
    public LoginAnswer Login { get; set; } = new LoginAnswer.LoggedIn("claude.ai", null, "max");

    public LoginMonitor Sessions => _app.Services.GetRequiredService<LoginMonitor>();

    public EventHub Hub { get; }

    public NotificationBench Notifications { get; }

    public PublishingStore Store { get; }

    public RunFolders Folders { get; }

    public TimeProvider Time { get; }

    public string Key { get; }

    public string Data => _data.Path;

    public Readiness Readiness => _app.Services.GetRequiredService<Readiness>();

    public IServiceProvider Services => _app.Services;

    public HttpClient Client { get; private set; } = null!;

    public Uri Address => Client.BaseAddress!;

    private TaskCompletionSource Growth { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<ApiHost> StartAsync(
        QueueOptions? queue = null, ApiOptions? options = null, TimeProvider? time = null, bool sharesStore = false)
    {
        var host = new ApiHost(
            queue ?? new QueueOptions(), (options ?? new ApiOptions()) with { Listen = "127.0.0.1:0" }, time ?? TimeProvider.System,
            sharesStore);
        await host._app.StartAsync(Stop);
        var address = host._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        var key = new AuthenticationHeaderValue("Bearer", host.Key);
        host.Client = new HttpClient(new SchemaCheck(new SocketsHttpHandler()) { Key = key }) { BaseAddress = new Uri(address) };
        host.Client.DefaultRequestHeaders.Authorization = key;
        return host;
    }

    public Task<HttpResponseMessage> PostAsync(string path, string json, params (string Name, string Value)[] headers)
    {
        var request =
            new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        return Client.SendAsync(request, Stop);
    }

    /// <summary>Submits and gives the accepted task.</summary>
    public async Task<TaskView> SubmitAsync(string json = """{"prompt":"Say hello."}""") =>
        await ReadAsync<TaskView>(await PostAsync("/api/v1/tasks", json), 202);

    public async Task<T> GetAsync<T>(string path) => await ReadAsync<T>(await Client.GetAsync(path, Stop), 200);

    public static async Task<T> ReadAsync<T>(HttpResponseMessage response, int status)
    {
        var text = await response.Content.ReadAsStringAsync(Stop);
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode} instead of {status}: {text}");
        return (T)JsonSerializer.Deserialize(text, CcspJson.Wire.GetTypeInfo(typeof(T))!)!;
    }

    /// <summary>Checks that the answer is a problem and gives it.</summary>
    public static async Task<Problem> ProblemAsync(HttpResponseMessage response, int status, string code)
    {
        var problem = await ReadAsync<Problem>(response, status);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal((status, code), (problem.Status, problem.Code));
        return problem;
    }

    /// <summary>What the instance has to offer.</summary>
    public int Slots { get; set; } = 1000;

    public StartShortage? Shortage { get; set; }

    public ClaimRequest AsIf() => new(Instance, Slots, 0, 1000, 1000, Now()) { Shortage = Shortage };

    public DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(Time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>Claims what is ready and confirms the start of one task's run, with an empty output file.</summary>
    public async Task<AgentTask> StartRunAsync(string id)
    {
        await Store.ClaimAsync(AsIf(), Stop);
        var task = (await Store.GetAsync(id, Stop))!.Task;
        Directory.CreateDirectory(Folders.OfRun(id, task.Lease!.Run));
        await File.WriteAllTextAsync(Folders.Stdout(id, task.Lease.Run), "", Stop);
        await File.WriteAllTextAsync(Folders.Stderr(id, task.Lease.Run), "", Stop);
        var started = new RunStarted(id, task.Lease.Token, ++_runsStarted, 1, "boot", "conversation", Now());
        return Assert.IsType<LeaseOutcome.Applied>(await Store.ConfirmAsync(started, Stop)).Task;
    }

    public async Task WriteAsync(string id, int run, byte[] bytes)
    {
        await using (var file = new FileStream(Folders.Stdout(id, run), FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
            await file.WriteAsync(bytes, Stop);
        var grown = Growth;
        Growth = new(TaskCreationOptions.RunContinuationsAsynchronously);
        grown.SetResult();
    }

    public Task WriteAsync(string id, int run, string text) => WriteAsync(id, run, Encoding.UTF8.GetBytes(text));

    public async Task<AgentTask> EndRunAsync(
        AgentTask task, EndingClass ending = EndingClass.Succeeded, string? result = "Hello.", string? conversation = null)
    {
        var finished = new RunFinished
        {
            TaskId = task.Id,
            Token = task.Lease!.Token,
            Ending = SampleTasks.Ending(ending),
            Usage = SampleTasks.Usage(),
            Result = result,
            ConversationId = conversation,
            Jitter = 0,
            Now = Now(),
        };
        return Assert.IsType<LeaseOutcome.Applied>(await Store.FinishAsync(finished, Stop)).Task;
    }

    /// <summary>Makes a task that waits for its next run ready now.</summary>
    public async Task RescheduleAsync(string id) =>
        Assert.IsType<ChangeOutcome.Applied>(await Store.ChangeAsync(new TaskChange.Reschedule(id, Now(), "tester", Now()), Stop));

    private void AddSessions(IServiceCollection services)
    {
        var variables = new Dictionary<string, string> { ["ANTHROPIC_API_KEY"] = "sk-secret" };
        services.AddSingleton<IReadOnlyDictionary<string, LoginProfile>>(new Dictionary<string, LoginProfile>
        {
            ["default"] = new(
                "default", "claude",
                new LoginQuestion("claude", ["auth", "status"], variables, LoginKind.Key, _data["config"], _data["config/none"]), 2),
            ["tools"] = new("tools", "mytool", null, null),
        });
        services.AddSingleton(new LoginMonitorOptions())
            .AddSingleton(LoginAlerts.None with { IssueNumber = (_, _) => Task.FromResult<int?>(7) });
        services.AddSingleton<IQueueRecords>(new QueueRecords(new MemoryQueueRecordBackend(Store), TimeProvider.System))
            .AddSingleton<LoginStateStore>()
            .AddSingleton<LoginFollowUps>()
            .AddSingleton(new LoginWatcher("one")).AddSingleton<LoginMonitor>();
        services.AddSingleton<AskLogin>((_, _) => Task.FromResult(Login));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        Notifications.Dispose();
        _data.Dispose();
    }
}
