using System.Diagnostics;

namespace Ccsp.RedisServers;

/// <summary>The command line client that comes with redis-server.</summary>
internal static class RedisCli
{
    /// <exception cref="InvalidOperationException">It failed; with what it said.</exception>
    public static async Task<string> RunAsync(IEnumerable<string> arguments)
    {
        using var process =
            Process.Start(
                new ProcessStartInfo("redis-cli", ["-e", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        var answer = (await said).Trim();
        return process.ExitCode == 0
            ? answer
            : throw new InvalidOperationException($"redis-cli {string.Join(' ', arguments)}: {answer}\n{await complained}");
    }
}
