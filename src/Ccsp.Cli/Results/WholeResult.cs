using System.Text.Json;
using Ccsp.Cli.Terminal;
using Ccsp.Contracts;

namespace Ccsp.Cli.Results;

/// <summary>
/// The gateway stores only the beginning of a very long answer; the run's output contains all of it. The caller gets the whole answer, or a
/// message that it is cut. The output is kept in a temporary file and written from there in pieces.
/// </summary>
internal sealed class WholeResult : IDisposable
{
    /// <summary>Default limit of a run's output, in bytes.</summary>
    private const long MostBytes = 1L << 30;

    /// <summary>Bytes of an answer decoded in memory, as within event lines; a longer one needs <c>ccsp tasks output</c>.</summary>
    private const int MostInMemory = 64 << 20;

    private readonly Stream _output;
    private readonly string? _ofEvent;

    private WholeResult(Stream output, string? ofEvent) => (_output, _ofEvent) = (output, ofEvent);

    /// <returns>Null when the task has the whole answer, or it is unavailable.</returns>
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
            // Removed by the retention, on a lost instance, or too large for this disk: the caller gets a message that the answer is cut.
            return null;
        }
        finally
        {
            output?.Dispose();
        }
    }

    /// <summary>Plain text is the answer itself; with event lines it is in the last result.</summary>
    /// <param name="output">The run's output; the result owns it.</param>
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

    /// <returns>Null when it is too long for one string.</returns>
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
            // Not an event, or invalid text: another line has the answer.
            return null;
        }
    }
}
