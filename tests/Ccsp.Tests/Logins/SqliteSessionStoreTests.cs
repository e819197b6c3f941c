using Ccsp.Contracts;
using Ccsp.Gateway.Logins;
using Ccsp.Gateway.Logins.Sqlite;
using Ccsp.Tests.Queue.Sqlite;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Logins;

public sealed class SqliteSessionStoreTests : IDisposable
{
    private readonly SqliteStoreFixture _queue = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _queue.Dispose();

    [Fact(Timeout = 30_000)]
    public async Task Of_two_changes_that_rest_on_the_same_one_holds()
    {
        var (one, other) = (new SqliteLoginStateStore(_queue.Store), new SqliteLoginStateStore(_queue.Store));
        var seen = await one.ReadAsync(Stop);
        Assert.True(await SaveAsync(one, seen, "work", cursor: 1));
        Assert.False(await SaveAsync(one, seen, "play", cursor: 1));
        Assert.False(await SaveAsync(other, seen, "play", cursor: 1));
        var next = await other.ReadAsync(Stop);
        Assert.Equal("work", Assert.Single(next.Items).Profile);
        Assert.True(await SaveAsync(other, next, "play", cursor: 1));
        // The place alone is a change as well.
        Assert.True(await one.SaveAsync(next = await one.ReadAsync(Stop), [], 2, SampleTasks.Noon, Stop));
        Assert.False(await one.SaveAsync(next, [], 3, SampleTasks.Noon, Stop));
        Assert.Equal((2, 2L), ((await one.ReadAsync(Stop)).Items.Count, (await one.ReadAsync(Stop)).Cursor));
    }

    private static Task<bool> SaveAsync(SqliteLoginStateStore store, StoredLogins seen, string profile, long cursor) =>
        store.SaveAsync(seen, [new LoginStep(new LoginState { Profile = profile, State = SessionState.Lost }, [])], cursor,
        SampleTasks.Noon, Stop);
}
