using System.Globalization;

namespace Ccsp.Gateway.Storage.Redis;

/// <summary>
/// The server's clock as estimated by this process: the local clock, corrected by the server's answers. All instances agree on the time
/// within half a round trip, however wrong their machines' clocks are. It never goes back.
/// </summary>
internal sealed class RedisClock(TimeProvider own) : TimeProvider
{
    private readonly Lock _gate = new();
    private TimeSpan _offset;
    private DateTimeOffset _latest;

    public override TimeZoneInfo LocalTimeZone => own.LocalTimeZone;

    public override long TimestampFrequency => own.TimestampFrequency;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            var now = own.GetUtcNow() + _offset;
            return _latest = now > _latest ? now : _latest;
        }
    }

    public override long GetTimestamp() => own.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        own.CreateTimer(callback, state, dueTime, period);

    /// <summary>Reads the server's time.</summary>
    public async Task SetAsync(RedisLink link, CancellationToken cancellationToken)
    {
        var sent = own.GetTimestamp();
        var answer = await link.ReadAsync(async db => (string[])(await db.ExecuteAsync("TIME"))!, cancellationToken);
        var seconds = long.Parse(answer![0], CultureInfo.InvariantCulture);
        var micros = long.Parse(answer[1], CultureInfo.InvariantCulture);
        Update(DateTimeOffset.FromUnixTimeSeconds(seconds).AddMicroseconds(micros), own.GetElapsedTime(sent));
    }

    /// <summary>
    /// Updates the estimate with a time from an answer that just arrived; the server took it, at the best guess, half a round trip ago.
    /// </summary>
    public void Update(DateTimeOffset server, TimeSpan roundTrip)
    {
        lock (_gate)
            _offset = server + (roundTrip / 2) - own.GetUtcNow();
    }
}
