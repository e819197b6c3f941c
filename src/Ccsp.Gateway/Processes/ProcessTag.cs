using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Ccsp.Gateway.Processes;

/// <summary>
/// Tags a process and all its descendants with the value of a resource limit that no run ever reaches. A descendant keeps it even if it
/// starts a session, clears its environment or loses its parent, and it is readable in /proc/PID/limits.
/// </summary>
/// <param name="Resource">The limit's number in setrlimit(2).</param>
/// <param name="Value">Unique per run.</param>
internal sealed record ProcessTag(int Resource, ulong Value)
{
    private const ulong Unlimited = ulong.MaxValue;

    /// <summary>Real limits are far below: in microseconds this is a few times the age of the universe.</summary>
    private const ulong Lowest = 1UL << 62;

    /// <summary>The kernel has not enforced a limit on locks since 2.4; the other one concerns real-time scheduling only.</summary>
    private static readonly (int Resource, string Name)[] Harmless = [(10, "Max file locks"), (15, "Max realtime timeout")];

    private string Name => Harmless.First(limit => limit.Resource == Resource).Name;

    /// <summary>Tags a process that has no children yet.</summary>
    /// <returns>Null where the system does not allow it, or all limits are already used by enclosing tags.</returns>
    public static ProcessTag? Put(int pid)
    {
        foreach (var (resource, _) in Harmless)
            if (Put(pid, resource) is { } tag) return tag;
        return null;
    }

    /// <summary>Whether the process has the tag; false when it has ended.</summary>
    /// <param name="buffer">Scratch; the file has about 1.4 KB.</param>
    public bool IsOn(int pid, Span<byte> buffer) => ReadValue(pid, Name, buffer) == Value;

    /// <summary>All tags of a process.</summary>
    public static IEnumerable<ProcessTag> AllOn(int pid, byte[] buffer) =>
        from limit in Harmless
        let value = ReadValue(pid, limit.Name, buffer)
        where value is >= Lowest and not Unlimited
        select new ProcessTag(limit.Resource, value.Value);

    private static ProcessTag? Put(int pid, int resource)
    {
        if (NativeMethods.ProcessLimit(pid, resource, 0, out var now) != 0) return null;
        // Inside a run of another gateway, the hard limit is that gateway's tag; ours goes below it, into the soft limit.
        var nested = now.Hard != Unlimited;
        if (nested && (now.Hard <= Lowest || now.Soft != now.Hard)) return null;
        var value = Lowest + (Random() % ((nested ? now.Hard : Lowest << 1) - Lowest));
        var limit = new NativeMethods.Limit { Soft = value, Hard = nested ? now.Hard : value };
        if (NativeMethods.SetProcessLimit(pid, resource, limit, 0) != 0) return null;
        var tag = new ProcessTag(resource, value);
        return tag.IsOn(pid, stackalloc byte[4096]) ? tag : null;
    }

    private static ulong Random() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));

    /// <summary>Lines have the form "NAME SOFT HARD UNIT".</summary>
    private static ulong? ReadValue(int pid, string name, Span<byte> buffer)
    {
        var text = buffer[..ProcFile.Read($"/proc/{pid}/limits", buffer)];
        Span<byte> wanted = stackalloc byte[name.Length];
        Encoding.ASCII.GetBytes(name, wanted);
        if (text.IndexOf(wanted) is var at && at < 0) return null;
        var rest = text[(at + wanted.Length)..].TrimStart((byte)' ');
        var end = rest.IndexOf((byte)' ');
        return end > 0 && ulong.TryParse(rest[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
    }
}
