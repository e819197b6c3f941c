using System.Globalization;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Processes;

/// <summary>
/// Until when this instance's runs may go on, in whole seconds since boot (suspend counts). One file for all of them: a renewal costs one
/// small write, however many there are. Their supervisors read it when its end comes near, and end their runs before it has come.
/// </summary>
/// <param name="path">In the data folder. Not synced: after a reboot nothing is alive.</param>
internal sealed class LeaseFile(string path)
{
    public string Path => path;

    /// <param name="validFor">From now on.</param>
    public void Extend(TimeSpan validFor)
    {
        var end = (long)(SinceBoot() + validFor.TotalSeconds);
        PrivateFile.Replace(path, string.Create(CultureInfo.InvariantCulture, $"{end}\n"));
    }

    /// <summary>The clock the supervisors read.</summary>
    private static double SinceBoot()
    {
        var text = ProcFile.ReadText("/proc/uptime") ?? throw new IOException("/proc/uptime cannot be read.");
        return double.Parse(text.AsSpan(0, text.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture);
    }
}
