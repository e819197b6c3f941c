using System.Globalization;
using System.Text;

namespace Ccsp.Gateway.Processes;

/// <summary>
/// A prepared supervisor without a run. Its gate is a pipe: when that is closed, also by the gateway's end, the supervisor gives up and
/// removes its cgroup.
/// </summary>
internal sealed class Standby(ProcessIdentity identity, Stream gate) : IDisposable
{
    private const byte NewLine = (byte)'\n';

    public ProcessIdentity Identity => identity;

    public Stream Gate => gate;

    /// <summary>Cgroups of v1 controllers created for its run, which the CLI enters by itself.</summary>
    public List<string> Limits { get; } = [];

    /// <summary>Sends the run's arguments, each preceded by its number of lines. The gate stays shut.</summary>
    /// <exception cref="IOException">EPIPE: the supervisor is gone.</exception>
    public void Send(IEnumerable<string> arguments)
    {
        using var message = new MemoryStream();
        foreach (var argument in arguments)
        {
            var bytes = Encoding.UTF8.GetBytes(argument);
            var lines = bytes.AsSpan().Count(NewLine) + 1;
            message.Write(Encoding.ASCII.GetBytes(lines.ToString(CultureInfo.InvariantCulture)));
            message.WriteByte(NewLine);
            message.Write(bytes);
            message.WriteByte(NewLine);
        }
        message.Write("0\n"u8);
        gate.Write(message.GetBuffer(), 0, (int)message.Length);
    }

    /// <summary>Makes the supervisor give up without a run. It removes its group, unless it is already dead.</summary>
    public void Dispose()
    {
        gate.Dispose();
        foreach (var limit in Limits) CgroupFolder.Remove(limit);
        if (identity.Cgroup is { } group && !identity.IsAlive()) CgroupFolder.Remove(group);
    }
}
