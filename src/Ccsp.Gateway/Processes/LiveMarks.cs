using System.Globalization;
using System.Text;

namespace Ccsp.Gateway.Processes;

/// <summary>
/// Run marks of all living processes, from one scan of /proc: finds which of thousands of run folders have a live process.
/// </summary>
internal sealed class LiveMarks
{
    private const string Variable = "CCSP_TOKEN=";

    private readonly HashSet<string> _markers = new(StringComparer.Ordinal);
    private readonly HashSet<ProcessTag> _tags = [];

    private LiveMarks()
    {
    }

    public static LiveMarks Read()
    {
        var marks = new LiveMarks();
        var buffer = new byte[4096];
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
                continue;
            marks._tags.UnionWith(ProcessTag.AllOn(pid, buffer));
            marks.AddMarker(Environment(pid));
        }

        return marks;
    }

    /// <summary>Whether a process of the run is alive.</summary>
    public bool Has(RunManifest record) =>
        record.Identity.SameBoot
        && (record.Identity.IsAlive() || _markers.Contains(record.Marker) || (record.Identity.Tag is { } tag && _tags.Contains(tag))
            || (record.Groups is [var group, ..] && CgroupFolder.IsPopulated(group)));

    private void AddMarker(ReadOnlySpan<byte> environment)
    {
        foreach (var range in environment.Split((byte)0))
        {
            if (environment[range].StartsWith(Encoding.ASCII.GetBytes(Variable)))
                _markers.Add(Encoding.UTF8.GetString(environment[range][Variable.Length..]));
        }
    }

    private static byte[] Environment(int pid)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{pid}/environ");
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // The process has ended or belongs to another user.
            return [];
        }
    }
}
