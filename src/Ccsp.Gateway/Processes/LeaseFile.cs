using System.Globalization;
using Ccsp.Gateway.Storage;

namespace Ccsp.Gateway.Processes;

/// <summary>
/// The time until which this instance's runs may go on, in whole seconds since boot (suspend counts). One file for all runs, so a renewal
/// is one small write. Supervisors read it when the time comes near, and end their runs before.
/// </summary>
/// <param name="path">In the data folder. Not synced: after a reboot no run is alive.</param>
internal sealed class LeaseFile(string path)
{
    public string Path => path;

    /// <param name="validFor">From now.</param>
    public void Extend(TimeSpan validFor)
    {
        var end = (long)(SinceBoot() + validFor.TotalSeconds);
        PrivateFile.Replace(path, string.Create(CultureInfo.InvariantCulture, $"{end}\n"));
    }

    /// <summary>The clock that the supervisors read.</summary>
    private static double SinceBoot()
    {
        var text = ProcFile.ReadText("/proc/uptime") ?? throw new IOException("/proc/uptime cannot be read.");
        return double.Parse(text.AsSpan(0, text.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture);
    }
}
