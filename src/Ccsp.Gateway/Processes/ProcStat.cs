using System.Globalization;
using System.Text;

namespace Ccsp.Gateway.Processes;

/// <summary>The fields of /proc/PID/stat that identify a process and its place in the tree.</summary>
internal readonly record struct ProcStat(int Pid, char State, int Parent, int Session, long StartTime)
{
    /// <summary>Processor time in clock ticks, including children it has waited for.</summary>
    public long ProcessorTicks { get; init; }

    /// <summary>The controlling terminal; 0: none, or closed.</summary>
    public int Terminal { get; init; }

    /// <summary>A zombie has ended but was not reaped by its parent.</summary>
    public bool IsDead => State is 'Z' or 'X';

    /// <returns>Null when there is no such process.</returns>
    public static ProcStat? Read(int pid)
    {
        Span<byte> buffer = stackalloc byte[1024];
        var length = ProcFile.Read($"/proc/{pid}/stat", buffer);
        return length > 0 ? Parse(pid, buffer[..length]) : null;
    }

    /// <summary>
    /// The name in brackets may itself contain brackets, spaces and newlines, so fields are counted from the last bracket.
    /// </summary>
    public static ProcStat? Parse(int pid, ReadOnlySpan<byte> stat)
    {
        var name = stat.LastIndexOf((byte)')');
        if (name < 0) return null;
        var text = Encoding.ASCII.GetString(stat[(name + 1)..]);
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // Numbered as in the manual page proc(5): state 3, parent 4, session 6, terminal 7, processor times 14 to 17, start time 22.
        return fields.Length < 20
            ? null
            : new ProcStat(pid, fields[0][0], Number(fields[1]), Number(fields[3]), long.Parse(fields[19], CultureInfo.InvariantCulture))
            {
                Terminal = Number(fields[4]),
                ProcessorTicks = fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)),
            };
    }

    private static int Number(string field) => int.Parse(field, CultureInfo.InvariantCulture);
}
