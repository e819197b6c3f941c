using Ccsp.Contracts;
using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Api;

/// <summary>Maps instances to their wire form. Pure.</summary>
internal static class InstanceViews
{
    /// <summary>Lost instances are listed this long.</summary>
    private static readonly TimeSpan LostIsListed = TimeSpan.FromDays(1);

    /// <param name="leader">Who holds the lease of the leader; heartbeats are seconds older.</param>
    public static InstanceList List(IReadOnlyList<InstanceRecord> records, QueueSnapshot queue, string? leader, DateTimeOffset now)
    {
        var waiting = queue.ByState.Where(
            state => state.Key is TaskState.Ready or TaskState.Scheduled or TaskState.Blocked or TaskState.Held).Sum(state => state.Value);
        List<InstanceView> all =
            [.. records.Where(record => now - record.Beat.Now < LostIsListed).Select(record => View(record, waiting, leader, now))];
        var live = all.FindAll(view => view.State == InstanceState.Live);
        return new InstanceList(
            all,
            new GlobalFigures(
                live.Count, live.Sum(view => view.ActiveRequests), waiting, Average(live, view => view.Cpu),
                    Average(live, view => view.Memory)));
    }

    private static InstanceView View(InstanceRecord record, int waiting, string? leader, DateTimeOffset now)
    {
        var (beat, live) = (record.Beat, record.IsLiveAt(now));
        return new InstanceView
        {
            InstanceId = beat.InstanceId,
            Host = beat.Host,
            Pid = beat.Pid,
            Url = beat.Url,
            State = StateOf(beat, live),
            Leads = beat.InstanceId == leader,
            Timestamp = beat.Now,
            Uptime = beat.Load is null ? 0 : Math.Round((beat.Now - beat.Load.StartedAt).TotalSeconds, 1),
            Cpu = beat.Load?.Cpu,
            Memory = beat.Load?.Memory,
            ProcessMemory = beat.Load?.ProcessMemory ?? 0,
            ActiveRequests = record.Leases,
            MaxConcurrent = beat.Load?.MaxConcurrent ?? 0,
            QueueSize = waiting,
            Containment = beat.Load?.Containment,
            Shortage = live ? beat.Load?.Shortage : null,
            StoreSetback = live ? beat.Load?.Setback : null,
            Rival = record.Rival is { } rival
                ? new InstanceRivalView(rival.Host, rival.Pid, rival.Url, rival.Folder, rival.SeenAt) : null,
        };
    }

    private static InstanceState StateOf(Heartbeat beat, bool live)
    {
        if (!live)
            return InstanceState.Lost;
        return beat.Load is { IsLeaving: true } ? InstanceState.Left : InstanceState.Live;
    }

    private static double? Average(List<InstanceView> live, Func<InstanceView, double?> figure) =>
        live.Average(figure) is { } average ? Math.Round(average, 1) : null;
}
