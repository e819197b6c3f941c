using System.Globalization;
using Ccsp.Cli.Tables;
using Ccsp.Cli.Terminal;
using Ccsp.Contracts;

namespace Ccsp.Cli.Queue;

/// <summary>The queue as text or JSON.</summary>
internal static class QueueOutput
{
    public static int Write(Shell shell, QueueView queue, bool json)
    {
        if (json)
            return JsonOutput.Write(shell, queue, JsonOutput.Readable.QueueView);
        var pause = queue.Paused ? $", paused: {queue.Pause?.Reason ?? "no reason given"}" : "";
        var kept = queue.KeptForUrgent > 0
            ? string.Create(CultureInfo.InvariantCulture, $" ({queue.KeptForUrgent} kept for urgent ones)")
            : "";
        shell.Out.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{queue.Depth} of {queue.Capacity} tasks{kept}, {queue.Ended} ended{pause}"));
        if (queue.Emergency is { } stop)
            shell.Out.WriteLine($"emergency stop ({EnumNames<EmergencyMode>.Of(stop.Mode!.Value)}) by {stop.Actor}: {stop.Reason}");
        foreach (var hold in queue.Holds ?? [])
            shell.Out.WriteLine($"{hold.Name} paused by {hold.Actor}: {hold.Reason}");
        if (queue.States.Any(s => s.Value > 0))
            shell.Out.WriteLine(
                string.Join(
                    ", ",
                    queue.States.Where(s => s.Value > 0).Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Key} {s.Value}"))));
        TableOutput.Write(shell, ["CLASS", "READY", "WAITING"], queue.Classes.Select(c => new[]
        {
            c.Key, c.Value.Ready.ToString(CultureInfo.InvariantCulture), c.Value.Waiting.ToString(CultureInfo.InvariantCulture),
        }));
        return ExitCodes.Done;
    }
}
