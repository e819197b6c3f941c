using System.Text.Json;
using System.Text.RegularExpressions;
using Ccsp.Contracts;
using Ccsp.Gateway.Engines.Endings;

namespace Ccsp.Gateway.Execution;

/// <summary>
/// Records wordings no known phrase matches, so that a CLI's new wording is noticed early. <c>unknown-endings.json</c> in the data folder
/// holds each once, without numbers and ids, with count, times and an example task.
/// </summary>
internal sealed partial class UnknownWordings(string file, TimeProvider time)
{
    /// <summary>Evicts the least recently seen; a program that never repeats itself must not fill the disk.</summary>
    private const int Most = 200;

    private const int Characters = 200;

    /// <summary>Minimum interval between writes when only counts rise.</summary>
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

    /// <summary>Only a failed run's own text: structured fields and exit codes need no phrase.</summary>
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
            // A damaged file: counting starts over; runs are not held up.
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
            // A full disk: retried with the next wording.
            _writtenAt = default;
        }
    }

    [GeneratedRegex(@"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|\b(?:req|msg|toolu)_\w+|[0-9a-fA-F]{16,}|\d+")]
    private static partial Regex Varying();
}
