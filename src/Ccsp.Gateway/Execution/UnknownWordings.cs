using System.Text.Json;
using System.Text.RegularExpressions;
using Ccsp.Contracts;
using Ccsp.Gateway.Engines.Endings;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// Counts and keeps what no phrase of ours knows: a CLI's new wording shows here before it costs anybody much. <c>unknown-endings.json</c>
/// in the data folder holds each wording once, without numbers and ids, with how often and when it was seen and a task whose run said it.
/// </summary>
internal sealed partial class UnknownWordings(string file, TimeProvider time)
{
    /// <summary>The least recently seen makes way; a program that never says the same thing twice must not fill a disk.</summary>
    private const int Most = 200;

    private const int Characters = 200;

    /// <summary>Of counts that only rise, at most one write in so long.</summary>
    private static readonly TimeSpan WriteEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private Dictionary<string, UnknownWording>? _wordings;
    private DateTimeOffset _writtenAt;

    /// <returns>How often this wording has been seen; null where the ending is understood.</returns>
    public long? Note(Ending ending, string taskId, string? engineVersion)
    {
        if (!IsUnknown(ending))
            return null;
        var now = time.GetUtcNow();
        var text = Varying().Replace(ending.Message, "#");
        text = text.Length <= Characters ? text : text[..Characters];
        lock (_gate)
        {
            _wordings ??= Read();
            var known = _wordings.GetValueOrDefault(text);
            var noted = new UnknownWording(text, ending.Class, (known?.Count ?? 0) + 1, known?.FirstSeen ?? now, now, taskId,
                engineVersion, ending.ExitCode);
            _wordings[text] = noted;
            if (_wordings.Count > Most)
                _wordings.Remove(_wordings.Values.MinBy(wording => wording.LastSeen)!.Wording);
            if (known is null || now - _writtenAt >= WriteEvery)
                Write_NeedsLock(now);
            return noted.Count;
        }
    }

    /// <summary>Only a failed run's own words: what a structured field or the exit of a command says needs no phrase.</summary>
    private static bool IsUnknown(Ending ending) => ending switch
    {
        { Class: EndingClass.Unknown } => true,
        { Source: "result" or "event", Class: EndingClass.Invalid or EndingClass.Server or EndingClass.Throttled }
            or { Source: "exit", Class: EndingClass.Crashed, ExitCode: > 0 and < 128 } =>
            PhraseTable.Find(ending.Message) is null,
        _ => false,
    };

    private Dictionary<string, UnknownWording> Read()
    {
        try
        {
            var kept = File.Exists(file)
                ? JsonSerializer.Deserialize(File.ReadAllBytes(file), UnknownWordingsJson.Default.IReadOnlyListUnknownWording) : null;
            return (kept ?? []).ToDictionary(wording => wording.Wording, StringComparer.Ordinal);
        }
        catch (Exception ex) when (ex is JsonException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            // A torn or foreign file: the counting begins anew, runs are not held up by it.
            return new Dictionary<string, UnknownWording>(StringComparer.Ordinal);
        }
    }

    private void Write_NeedsLock(DateTimeOffset now)
    {
        try
        {
            IReadOnlyList<UnknownWording> all = [.. _wordings!.Values.OrderByDescending(wording => wording.LastSeen)];
            File.WriteAllBytes(file + ".tmp",
                JsonSerializer.SerializeToUtf8Bytes(all, UnknownWordingsJson.Default.IReadOnlyListUnknownWording));
            File.Move(file + ".tmp", file, overwrite: true);
            _writtenAt = now;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            // A full disk: the ending itself matters more. It is written with the next one.
            _writtenAt = default;
        }
    }

    [GeneratedRegex(@"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|\b(?:req|msg|toolu)_\w+|[0-9a-fA-F]{16,}|\d+")]
    private static partial Regex Varying();
}
