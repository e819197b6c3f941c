using System.Collections.Concurrent;
using Ccsp.Contracts;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Events;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Queue.Records;
using Ccsp.Gateway.Queue.Sqlite;
using Ccsp.Gateway.Gates;
using Ccsp.Gateway.Logins;
using Ccsp.Gateway.Tasks;
using Ccsp.Tests.Queue.Sqlite;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Logins;

/// <summary>A monitor over a real store file, with an engine that answers as the test says and people who write down what they are
/// told.</summary>
internal sealed class LoginMonitorFixture : IDisposable
{
    public const string Login = "default", Key = "ci";

    private readonly SqliteStoreFixture _fixture = new();
    private readonly TempFolder _home = new();

    public LoginMonitorFixture(LoginMonitorOptions? options = null)
    {
        Options = options ?? new LoginMonitorOptions();
        Profiles = new Dictionary<string, LoginProfile>
        {
            [Login] = new(Login, "claude", Question(LoginKind.Login), null),
            [Key] = new(Key, "claude", Question(LoginKind.Key), 2),
            ["tools"] = new("tools", "mytool", null, null),
        };
        Monitor = Open();
    }

    public LoginMonitorOptions Options { get; }

    public IReadOnlyDictionary<string, LoginProfile> Profiles { get; }

    public LoginMonitor Monitor { get; private set; }

    public TestClock Clock { get; } = new(SampleTasks.Noon);

    public SqliteStoreFixture Queue => _fixture;

    /// <summary>What the engine says of each profile.</summary>
    public ConcurrentDictionary<string, LoginAnswer> Answers { get; } = new() { [Login] = In(), [Key] = In("api_key"), };

    /// <summary>Profiles in the order they were asked for.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>“open session:ci 1”: what people were told, with repeats.</summary>
    public List<string> Told { get; } = [];

    public List<LoginMessage> Messages { get; } = [];

    /// <summary>Thrown by whoever is to tell people.</summary>
    public Exception? Trouble { get; set; }

    public string Credentials => Path.Combine(_home.Path, ".credentials.json");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static LoginAnswer In(string method = "claude.ai", DateTimeOffset? expiresAt = null) =>
        new LoginAnswer.LoggedIn(method, expiresAt, null);

    public static LoginAnswer Out { get; } = new LoginAnswer.NotLoggedIn("not logged in");

    /// <summary>What kill -9 and a new start do: every object is gone, the file is as it was.</summary>
    public void Restart()
    {
        _fixture.Reopen();
        Monitor = Open();
    }

    public async Task RoundAsync(TimeSpan? after = null)
    {
        Pass(after ?? TimeSpan.FromSeconds(1));
        await Monitor.RunOnceAsync(Clock.GetUtcNow(), Stop);
    }

    public void Pass(TimeSpan time)
    {
        Clock.Advance(time);
        _fixture.Now = Clock.GetUtcNow();
    }

    private QueueRecords Records => new(new SqliteQueueRecordBackend(_fixture.Store), Clock);

    public async Task<LoginState> SessionAsync(string profile = Login) =>
        (await Monitor.ListAsync(Stop)).Single(session => session.Profile == profile);

    public async Task<SessionState> StateAsync(string profile = Login) => (await SessionAsync(profile)).State;

    /// <summary>The store alone, as a gateway that starts would find it.</summary>
    public async Task<LoginState> StoredAsync(string profile = Login) =>
        (await Records.ReadAsync(LoginRecords.ReadAsync, Stop)).Items.Single(session => session.Profile == profile);

    public async Task<GateState?> GateAsync(string profile = Login) =>
        (await _fixture.Store.GatesAsync(Stop)).FirstOrDefault(gate => gate.Name == "profile:" + profile);

    public async Task<bool> IsHeldAsync(string profile = Login) => (await GateAsync(profile))?.IsClosedAt(Clock.GetUtcNow()) == true;

    public Task<AgentTask> AddAsync(string profile = Login) => _fixture.Add(Submissions.Simple() with { Profile = profile });

    public async Task<int> ClaimableAsync() => (await _fixture.Claim(100)).Count;

    /// <summary>A run as the executor would carry it: the holds are committed with the ending.</summary>
    public async Task<AgentTask> RunAsync(EndingClass ending, string profile = Login, bool oneShot = false)
    {
        await AddAsync(profile);
        return await EndAsync(await _fixture.Start(), ending, oneShot);
    }

    public async Task<AgentTask> EndAsync(AgentTask running, EndingClass ending, bool oneShot = false)
    {
        var held = ending is EndingClass.Billing || (ending is EndingClass.Login && !oneShot);
        var outcome = await _fixture.Store.FinishAsync(
            new RunFinished
            {
                TaskId = running.Id,
                Token = running.Lease!.Token,
                Ending = SampleTasks.Ending(ending),
                OneShot = oneShot,
                Holds = held ? [new GateHold(GateNames.Profile(running.Profile), null, "Invalid API key", GateActors.Provider)] : [],
                Jitter = 0.5,
                Now = Clock.GetUtcNow(),
            },
            Stop);
        return Assert.IsType<LeaseOutcome.Applied>(outcome).Task;
    }

    public async Task<IReadOnlyList<StoredEvent>> EventsAsync(string type) =>
        [.. (await _fixture.Store.EventsAsync(new EventQuery(null, 0, 100_000), Stop)).Where(stored => stored.Type == type)];

    public async Task<int> CountAsync(string type) => (await EventsAsync(type)).Count;

    public void Dispose()
    {
        _fixture.Dispose();
        _home.Dispose();
    }

    private LoginQuestion Question(LoginKind kind) =>
        new("claude", [], new Dictionary<string, string>(), kind, _home.Path, kind == LoginKind.Login ? Credentials : _home["none.json"]);

    private LoginMonitor Open()
    {
        var watcher = new LoginWatcher("one");
        var states = new LoginStateStore(Records, _fixture.Store, Profiles, Options, watcher);
        return new LoginMonitor(states, AskAsync, new LoginFollowUps(_fixture.Store, Alerts(), Profiles), Profiles, Options, watcher,
            Clock);
    }

    private Task<LoginAnswer> AskAsync(LoginProfile profile, CancellationToken cancellationToken)
    {
        Asked.Enqueue(profile.Name);
        return Task.FromResult(Answers[profile.Name]);
    }

    private LoginAlerts Alerts() => new(
        (message, _) => Note("warn", message.Key, message.Occurrence, message),
        (message, _) => Note("open", message.Key, message.Occurrence, message),
        (key, occurrence, _, _) => Note("close", key, occurrence, null),
        (key, _) => Task.FromResult<int?>(
            Told.FindLast(text => text.Contains(key, StringComparison.Ordinal))?.StartsWith("open", StringComparison.Ordinal) == true ? 7
                : null),
        (profile, occurrence, _) => Note("probe", profile, occurrence, null));

    private Task Note(string what, string key, string occurrence, LoginMessage? message)
    {
        if (Trouble is not null)
            throw Trouble;
        Told.Add($"{what} {key} {occurrence}");
        if (message is not null)
            Messages.Add(message);
        return Task.CompletedTask;
    }
}
