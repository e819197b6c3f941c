using System.Text.Json;
using Ccsp.Cli.Terminal;
using Ccsp.Contracts;

namespace Ccsp.Cli.Results;

/// <summary>
/// The gateway keeps the beginning of a very long answer; all of it is in what the run wrote. Somebody who waits for an answer gets the
/// whole, or is told that he did not. What the run wrote lies in a file meanwhile, and text goes from there to its reader in pieces.
/// </summary>
internal sealed class WholeResult : IDisposable
{
    /// <summary>What a run may write unless the configuration says otherwise.</summary>
    private const long MostBytes = 1L << 30;

    /// <summary>Of an answer that is decoded in memory, as within event lines; a longer one is left to <c>ccsp tasks output</c>.</summary>
    private const int MostInMemory = 64 << 20;

    private readonly Stream _output;
    private readonly string? _ofEvent;

    private WholeResult(Stream output, string? ofEvent) => (_output, _ofEvent) = (output, ofEvent);

    /// <returns>Null where the task has all of it already, or where it cannot be had.</returns>
    public static async Task<WholeResult?> FetchAsync(GatewayClient client, TaskView task, CancellationToken cancellationToken)
    {
        if (task is not { ResultTruncated: true, Result: { } beginning })
            return null;
        Stream? output = null;
        try
        {
            output = OpenFile();
            await client.CopyOutputAsync(task.Id, new OutputQuery(), new BoundedStream(output, MostBytes), cancellationToken);
            if (Find(output, beginning) is not { } whole)
                return null;
            output = null;
            return whole;
        }
        catch (Exception ex) when (ex is GatewayException or IOException or UnauthorizedAccessException)
        {
            // Gone with its retention, on an instance that is away, or no room for it here: the caller is told that the answer is cut.
            return null;
        }
        finally
        {
            output?.Dispose();
        }
    }

    /// <summary>Plain text is the answer itself; in event lines it is in the last result.</summary>
    /// <param name="output">What the run wrote; belongs to what is returned.</param>
    /// <param name="beginning">Of the answer.</param>
    internal static WholeResult? Find(Stream output, string beginning)
    {
        if (Begins(output, beginning))
            return new WholeResult(output, null);
        foreach (var (start, length) in ResultLines.In(output).Where(line => line.Length <= MostInMemory))
        {
            var line = new byte[length];
            output.Position = start;
            output.ReadExactly(line);
            if (ResultOf(line) is { } result && result.StartsWith(beginning, StringComparison.Ordinal))
                return new WholeResult(output, result);
        }

        return null;
    }

    /// <summary>Writes it in pieces, without a line break at its end.</summary>
    public void WriteTo(TextWriter writer)
    {
        if (_ofEvent is not null)
        {
            writer.Write(_ofEvent);
            return;
        }

        OutputText.Read(_output, piece =>
        {
            writer.Write(piece.ToArray(), 0, piece.Length);
            return true;
        });
    }

    /// <returns>Null for one that is too long to be held as one text.</returns>
    public string? InMemory()
    {
        if (_ofEvent is not null || _output.Length > MostInMemory)
            return _ofEvent;
        using var text = new StringWriter();
        WriteTo(text);
        return text.ToString();
    }

    public void Dispose() => _output.Dispose();

    private static FileStream OpenFile() => new(
        Path.Combine(Path.GetTempPath(), $"ccsp-{Guid.NewGuid():N}"),
        new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });

    private static bool Begins(Stream output, string beginning)
    {
        var matched = 0;
        var same = true;
        OutputText.Read(output, piece =>
        {
            var most = Math.Min(piece.Length, beginning.Length - matched);
            same = piece[..most].Span.SequenceEqual(beginning.AsSpan(matched, most));
            matched += most;
            return same && matched < beginning.Length;
        });
        return same && matched == beginning.Length;
    }

    private static string? ResultOf(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("result", out var result))
                return null;
            return result.ValueKind == JsonValueKind.String ? result.GetString() : result.GetRawText();
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException)
        {
            // Not an event, or one that cannot be text: another line holds the answer.
            return null;
        }
    }
}
