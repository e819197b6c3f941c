using System.Globalization;
using System.Text;

namespace Ccsp.EndToEnd.Support;

/// <summary>Processes of runs of one data folder, found by the token every descendant of a run carries in its environment.</summary>
internal static class Survivors
{
    /// <summary>Ids of all living processes whose environment carries the lease token of a run in this data folder.</summary>
    public static IReadOnlyList<int> Of(string dataFolder)
    {
        var tokens = Tokens(dataFolder).ToHashSet(StringComparer.Ordinal);
        return [.. Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0 && Token(pid) is { } token && tokens.Contains(token))];
    }

    public static async Task EndAllOfAsync(string dataFolder)
    {
        foreach (var pid in Of(dataFolder))
        {
            using var process = TryGet(pid);
            if (process is null)
                continue;
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static IEnumerable<string> Tokens(string dataFolder)
    {
        // A look at a login is supervised like a run, and ends by itself soon.
        var folders = new[] { "runs", "logins" }.Select(name => Path.Combine(dataFolder, name)).Where(Directory.Exists);
        foreach (var file in folders.SelectMany(folder => Directory.EnumerateFiles(folder, "process.json", SearchOption.AllDirectories)))
        {
            using var record = System.Text.Json.JsonDocument.Parse(File.ReadAllText(file));
            foreach (var member in record.RootElement.EnumerateObject().Where(member => member.Name.Equals("marker", StringComparison.OrdinalIgnoreCase)))
                yield return member.Value.GetString()!;
        }
    }

    private static string? Token(int pid)
    {
        try
        {
            if (File.ReadAllText($"/proc/{pid}/stat") is var stat && stat[(stat.LastIndexOf(')') + 2)..].StartsWith('Z'))
                return null;
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{pid}/environ")).Split('\0')
                .FirstOrDefault(entry => entry.StartsWith("CCSP_TOKEN=", StringComparison.Ordinal))?["CCSP_TOKEN=".Length..];
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It ended while we looked.
            return null;
        }
    }

    private static System.Diagnostics.Process? TryGet(int pid)
    {
        try
        {
            return System.Diagnostics.Process.GetProcessById(pid);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
