using System.Globalization;
using System.Text;

namespace Ccsp.Gateway.Processes;

/// <summary>
/// A supervisor that has not been told its run. Its gate is a pipe: closed, or with the gateway gone, it gives up and takes its cgroup with
/// it.
/// </summary>
internal sealed class Standby(ProcessIdentity identity, Stream gate) : IDisposable
{
    private const byte NewLine = (byte)'\n';

    public ProcessIdentity Identity => identity;

    public Stream Gate => gate;

    /// <summary>Cgroups of v1 controllers made for its run, which the CLI enters by itself.</summary>
    public List<string> Limits { get; } = [];

    /// <summary>Each word behind the number of its lines; then none. The gate stays shut.</summary>
    /// <exception cref="IOException">EPIPE: the supervisor is gone.</exception>
    public void Tell(IEnumerable<string> words)
    {
        using var message = new MemoryStream();
        foreach (var word in words)
        {
            var bytes = Encoding.UTF8.GetBytes(word);
            var lines = bytes.AsSpan().Count(NewLine) + 1;
            message.Write(Encoding.ASCII.GetBytes(lines.ToString(CultureInfo.InvariantCulture)));
            message.WriteByte(NewLine);
            message.Write(bytes);
            message.WriteByte(NewLine);
        }
        message.Write("0\n"u8);
        gate.Write(message.GetBuffer(), 0, (int)message.Length);
    }

    /// <summary>It gives up, and no run comes of it. Its group goes with it, unless it is dead already.</summary>
    public void Dispose()
    {
        gate.Dispose();
        foreach (var limit in Limits) CgroupFolder.Remove(limit);
        if (identity.Cgroup is { } group && !identity.IsAlive()) CgroupFolder.Remove(group);
    }
}
