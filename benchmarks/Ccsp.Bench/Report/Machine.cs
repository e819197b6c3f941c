using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Ccsp.Bench.Support;

namespace Ccsp.Bench.Report;

/// <summary>What the figures were measured on; without it they say nothing.</summary>
internal static class Machine
{
    public static async Task<string> DescribeAsync(CancellationToken cancellationToken)
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);
        var text = new StringBuilder("| | |\n|---|---|\n");
        Row(text, "processor", $"{Environment.ProcessorCount} × {Processor()}");
        Row(text, "memory", string.Create(CultureInfo.InvariantCulture, $"{memory:0.0} GiB"));
        Row(text, "system, kernel", $"{RuntimeInformation.OSDescription.Trim()}, {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}");
        Row(text, "disk", $"{new DriveInfo(Path.GetTempPath()).DriveFormat} (data folders under {Path.GetTempPath().TrimEnd('/')})");
        Row(text, ".NET", RuntimeInformation.FrameworkDescription);
        Row(text, "ccsp", await FirstLineAsync(Built.Ccsp, ["version"], cancellationToken));
        Row(text, "Claude Code", await FirstLineAsync(Built.Claude, ["--version"], cancellationToken));
        Row(text, "Redis", await FirstLineAsync("redis-server", ["--version"], cancellationToken));
        Row(text, "Node.js", await FirstLineAsync("node", ["--version"], cancellationToken));
        Row(text, "BullMQ", BullMq());
        return text.ToString();
    }

    private static void Row(StringBuilder text, string name, string value) =>
        text.Append(CultureInfo.InvariantCulture, $"| {name} | {value} |\n");

    private static string Processor() =>
        File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown";

    private static string BullMq()
    {
        using var package = System.Text.Json.JsonDocument.Parse(
            File.ReadAllText(Path.Combine(Built.BullMq, "node_modules/bullmq/package.json")));
        return package.RootElement.GetProperty("version").GetString()!;
    }

    private static async Task<string> FirstLineAsync(string program, string[] arguments, CancellationToken cancellationToken) =>
        (await Child.OutputAsync(program, arguments, new Dictionary<string, string>(), cancellationToken)).Split('\n')[0].Trim();
}
