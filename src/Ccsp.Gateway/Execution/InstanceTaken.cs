using System.Globalization;
using Ccsp.Gateway.Queue;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Execution;

/// <summary>Another gateway on the shared store uses the id of this data folder.</summary>
internal sealed class InstanceTaken(Heartbeat other, string dataFolder) : IOException(Sentence(other, dataFolder))
{
    public static string Name(Heartbeat other) => string.Create(
        CultureInfo.InvariantCulture,
        $"the gateway with process id {other.Pid} on {other.Host}{(other.Url is null ? "" : $" at {other.Url}")}"
        + $"{(other.Holder is null ? "" : $" (data folder {other.Holder.Folder})")}");

    private static string Sentence(Heartbeat other, string dataFolder)
    {
        var file = Path.Combine(Path.GetFullPath(dataFolder), InstanceId.FileName);
        var held = other.Load is { IsLeaving: true }
            ? $"and the runs it left go on there until {(other.Now + other.ValidFor).UtcDateTime:u}. Start it there again, or, if"
            : "which is alive. If";
        return $"The instance id in {file} belongs to {Name(other)}, {held} this data folder is a copy, delete {file}: "
            + "the copy then gets an id of its own.";
    }
}
