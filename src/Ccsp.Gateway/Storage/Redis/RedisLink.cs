using StackExchange.Redis;

namespace Ccsp.Gateway.Storage.Redis;

/// <summary>The connection to the shared store (first form: one server).</summary>
internal sealed class RedisLink : IAsyncDisposable
{
    private readonly ConnectionMultiplexer connection;

    private RedisLink(ConnectionMultiplexer connection) => this.connection = connection;

    public static async Task<RedisLink> OpenAsync(string endpoint) => new(await ConnectionMultiplexer.ConnectAsync(endpoint + ",abortConnect=false"));

    public async Task<RedisResult> RunAsync(RedisScript script, RedisKey[] keys, RedisValue[] args, CancellationToken stop)
    {
        var db = connection.GetDatabase();
        try
        {
            return await db.ScriptEvaluateAsync(Convert.FromHexString(script.Sha1), keys, args);
        }
        catch (RedisServerException missing) when (missing.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal))
        {
            return await db.ScriptEvaluateAsync(script.Text, keys, args);
        }
    }

    public Task<T> ReadAsync<T>(Func<IDatabase, Task<T>> read, CancellationToken stop) => read(connection.GetDatabase());

    public async Task<IDisposable> SubscribeAsync(string channel, Action<string> heard)
    {
        var subscriber = connection.GetSubscriber();
        void Handler(RedisChannel from, RedisValue message) => heard(message!);
        await subscriber.SubscribeAsync(channel, Handler);
        return new Ending(() => subscriber.Unsubscribe(channel, Handler));
    }

    public async ValueTask DisposeAsync() => await connection.CloseAsync();

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
