using Ccsp.Gateway.Queue.Stored;

namespace Ccsp.Gateway.Queue.Redis;

/// <summary>An instance as it is stored.</summary>
internal sealed record InstanceRow(string Host, int Pid, string? Url, long BeatAt, long ValidMs, bool Lost, InstanceLoad? Load)
{
    public static InstanceRow Of(Heartbeat beat, bool lost) =>
        new(beat.Host, beat.Pid, beat.Url, Milliseconds.Of(beat.Now), (long)beat.ValidFor.TotalMilliseconds, lost, beat.Load);

    public Heartbeat Beat(string id) => new(id, Host, Pid, Url, Milliseconds.Time(BeatAt), TimeSpan.FromMilliseconds(ValidMs), Load);

    public KnownInstance Heard(string id) => new(id, Milliseconds.Time(BeatAt), TimeSpan.FromMilliseconds(ValidMs), Lost);
}
