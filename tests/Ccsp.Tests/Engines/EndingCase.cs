using System.Runtime.CompilerServices;
using System.Text.Json;
using Ccsp.Contracts;
using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Tests.Engines;

/// <summary>
/// One recorded or hand-written ending: <c>NAME.jsonl</c> is the stdout, <c>NAME.expect.json</c> says how the process ended and what the
/// verdict must be. Recorded ones are made by <c>record-endings.mjs</c>.
/// </summary>
internal sealed class EndingCase
{
    private readonly JsonElement _expect;

    private EndingCase(string name, byte[] stdout, JsonElement expect)
    {
        Name = name;
        Stdout = stdout;
        _expect = expect;
    }

    public static string Folder { get; } = FolderBeside();

    public string Name { get; }

    public byte[] Stdout { get; }

    public OutputFormat Format =>
        EnumNames<OutputFormat>.TryParse(Text("format"), out var format) ? format : throw new FormatException($"{Name}: format");

    public EndingClass Class =>
        EnumNames<EndingClass>.TryParse(Text("class"), out var word) ? word : throw new FormatException($"{Name}: class");

    public string? Source => Text("source");

    public DateTimeOffset? ResetsAt => Number("resetsAt") is { } epoch ? DateTimeOffset.FromUnixTimeSeconds(epoch) : null;

    public string Engine => Text("engine") ?? "claude";

    public static IEnumerable<string> Names() =>
        Directory.EnumerateFiles(Folder, "*.expect.json").Select(path => Path.GetFileName(path)[..^".expect.json".Length])
            .Order(StringComparer.Ordinal);

    public static EndingCase Read(string name) => new(
        name,
        File.ReadAllBytes(Path.Combine(Folder, name + ".jsonl")),
        JsonElement.Parse(File.ReadAllBytes(Path.Combine(Folder, name + ".expect.json"))));

    public RunTranscript Play(IEngine engine)
    {
        var transcript = new RunTranscript(Format, Flag("resumed"));
        foreach (var line in Lines())
            transcript.Add(engine.ParseLine(line.Span, Format));
        return transcript;
    }

    /// <summary>As the follower of a spool cuts them: newline removed, an unfinished last line included.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Lines()
    {
        var rest = Stdout.AsMemory();
        while (rest.Length > 0)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            yield return end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
        }
    }

    public RunEvidence Evidence(RunTranscript transcript) => new()
    {
        Transcript = transcript,
        Now = DateTimeOffset.FromUnixTimeSeconds(Number("recordedAt") ?? 0),
        ExitCode = (int?)Number("exitCode"),
        Signal = SignalNumber(),
        Stop = EnumNames<StopReason>.TryParse(Text("stop"), out var stop) ? stop : null,
        DeadlinePassed = Flag("deadlinePassed"),
        OutOfMemory = Flag("outOfMemory"),
        SchemaAsked = Flag("schemaAsked") || Arguments().Any(argument => argument.StartsWith("--json-schema", StringComparison.Ordinal)),
        LostReason = Text("lost"),
        StartFailure = Text("startFailure"),
        StderrTail = Text("stderr") ?? "",
        Zone = TimeZoneInfo.FindSystemTimeZoneById(Text("zone") ?? "UTC"),
    };

    private int? SignalNumber() => Text("signal") switch
    {
        "SIGKILL" => 9,
        "SIGTERM" => 15,
        "SIGINT" => 2,
        null => (int?)Number("signal"),
        var other => throw new FormatException($"{Name}: signal {other}"),
    };

    private string? Text(string field) =>
        _expect.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private long? Number(string field) =>
        _expect.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null;

    private IEnumerable<string> Arguments() =>
        _expect.TryGetProperty("arguments", out var all) ? all.EnumerateArray().Select(argument => argument.GetString()!) : [];

    private bool Flag(string field) => _expect.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.True;

    private static string FolderBeside([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Endings");
}
