using System.Text.Json;
using Ccsp.Gateway.Engines;

namespace Ccsp.Gateway.Execution;

/// <summary>What a later gateway needs to adopt a run; kept as <c>run.json</c> in the run's folder.</summary>
/// <param name="Format">What standard output holds.</param>
/// <param name="Resumed">Whether the process goes on with an earlier conversation; decides how its usage is read.</param>
/// <param name="OneShot">Whether the caller wants the program's own last word on a refused sign-in; then it is not stopped early for
/// one.</param>
/// <param name="Speaks">Whether the engine promises events while it works; see <see cref="EngineCommand.Speaks"/>.</param>
/// <param name="BeganSeconds">When it was started, on the boot-time clock; null in the folder of an older version.</param>
internal sealed record RunFacts(OutputFormat Format, bool Resumed, bool OneShot, bool Speaks = false, double? BeganSeconds = null)
{
    public const string FileName = "run.json";

    /// <summary>Kernel memory kills when the run began; see <see cref="KernelKills"/>. Null if unknown.</summary>
    public long? KernelKillsBefore { get; init; }

    /// <summary>When the run began, on the boot-time clock.</summary>
    /// <param name="startedAt">As the store has it, for a folder that does not say.</param>
    public TimeSpan Began(DateTimeOffset? startedAt, TimeProvider time)
    {
        var now = RunWatch.SinceBoot(time);
        if (BeganSeconds is { } seconds)
            return TimeSpan.FromSeconds(Math.Min(seconds, now.TotalSeconds));
        var ago = time.GetUtcNow() - (startedAt ?? time.GetUtcNow());
        return ago > TimeSpan.Zero ? now - ago : now;
    }

    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, RunFactsJson.Default.RunFacts);

    /// <exception cref="IOException">The file is missing: the folder is not one of a released run.</exception>
    public static RunFacts Read(string runDirectory) =>
        JsonSerializer.Deserialize(File.ReadAllBytes(Path.Combine(runDirectory, FileName)), RunFactsJson.Default.RunFacts)
        ?? throw new JsonException($"{runDirectory}/{FileName} is empty.");
}
