using System.Globalization;
using System.Text;

namespace Ccsp.EndToEnd.Support;

/// <summary>
/// Processes of runs of one data folder, found by the task's id and the number of the run, which every descendant carries in its
/// environment.
/// </summary>
internal static class Survivors
{
    /// <summary>
    /// Ids of all living processes whose environment names a run of this data folder; the records of ended runs are gone, the folders are
    /// not. A later run of the same task may live on another instance.
    /// </summary>
    public static IReadOnlyList<int> Of(string dataFolder) => Carrying(Runs(dataFolder));

    /// <summary>
    /// Also what looks after a login: it is supervised like a run, under the name of its folder, and would end by itself soon.
    /// </summary>
    public static async Task EndAllOfAsync(string dataFolder)
    {
        var logins = Path.Combine(dataFolder, "logins");
        var tokens = Runs(dataFolder)
            .Concat(Directory.Exists(logins) ? Directory.GetDirectories(logins).Select(path => Path.GetFileName(path)) : []).ToList();
        while (Carrying(tokens) is { Count: > 0 } living)
        {
            foreach (var pid in living)
            {
                using var process = TryGet(pid);
                if (process is null)
                    continue;
                process.Kill();
                await process.WaitForExitAsync();
            }
        }
    }

    private static List<int> Carrying(IEnumerable<string> tokens)
    {
        var wanted = tokens.ToHashSet(StringComparer.Ordinal);
        return [.. Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0 && Marks(pid).Any(wanted.Contains))];
    }

    private static IEnumerable<string> Runs(string dataFolder)
    {
        var root = Path.Combine(dataFolder, "runs");
        return Directory.Exists(root)
            ? Directory.GetDirectories(root).SelectMany(Directory.GetDirectories).Select(run => Path.GetRelativePath(root, run))
            : [];
    }

    /// <summary>The token, and task and run as the folders are named.</summary>
    private static IReadOnlyList<string> Marks(int pid)
    {
        try
        {
            if (File.ReadAllText($"/proc/{pid}/stat") is var stat && stat[(stat.LastIndexOf(')') + 2)..].StartsWith('Z'))
                return [];
            var marks = Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{pid}/environ")).Split('\0')
                .Select(entry => entry.Split('=', 2))
                .Where(entry => entry is ["CCSP_TOKEN" or "CCSP_TASK_ID" or "CCSP_RUN", _])
                .DistinctBy(entry => entry[0])
                .ToDictionary(entry => entry[0], entry => entry[1], StringComparer.Ordinal);
            return [marks.GetValueOrDefault("CCSP_TOKEN", ""),
                $"{marks.GetValueOrDefault("CCSP_TASK_ID")}/{marks.GetValueOrDefault("CCSP_RUN")}"];
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // It ended while we looked.
            return [];
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
