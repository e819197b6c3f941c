using System.Text;
using System.Text.Json;
using Ccsp.Contracts;

namespace Ccsp.Cli;

/// <summary>
/// The gateway keeps the beginning of a very long answer; all of it is in what the run wrote. Somebody who waits for an answer gets the
/// whole, or is told that he did not.
/// </summary>
internal static class WholeResult
{
    /// <summary>What is held in memory for it; a longer answer is left to <c>ccsp tasks output</c>.</summary>
    private const long MostBytes = 256L << 20;

    /// <returns>The task with its whole answer, or as it is where that cannot be had.</returns>
    public static async Task<TaskView> FetchAsync(GatewayClient client, TaskView task, CancellationToken stop)
    {
        if (task is not { ResultTruncated: true, Result: { } beginning })
            return task;
        using var output = new MemoryStream();
        try
        {
            await client.CopyOutputAsync(task.Id, new OutputQuery(), new BoundedStream(output, MostBytes), stop);
        }
        catch (Exception ex) when (ex is GatewayException or IOException)
        {
            // Gone with its retention, on an instance that is away, or too long: the caller is told that the answer is cut.
            return task;
        }

        return Find(output.GetBuffer().AsSpan(0, (int)output.Length), beginning) is { } whole
            ? task with { Result = whole, ResultTruncated = null }
            : task;
    }

    /// <summary>Plain text is the answer itself; in event lines it is in the last result.</summary>
    internal static string? Find(ReadOnlySpan<byte> output, string beginning)
    {
        var text = Encoding.UTF8.GetString(output).Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n');
        if (text.StartsWith(beginning, StringComparison.Ordinal))
            return text;
        foreach (var line in text.Split('\n').Reverse().Where(line => line.Contains("\"result\"", StringComparison.Ordinal)))
        {
            if (ResultOf(line) is { } result && result.StartsWith(beginning, StringComparison.Ordinal))
                return result;
        }

        return null;
    }

    private static string? ResultOf(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("result", out var result)
                && result.ValueKind == JsonValueKind.String
                ? result.GetString()
                : null;
        }
        catch (Exception ex) when (ex is JsonException or InvalidOperationException)
        {
            // Not an event, or one that cannot be text: another line holds the answer.
            return null;
        }
    }

    /// <summary>Refuses more than its bound instead of filling the memory.</summary>
    private sealed class BoundedStream(MemoryStream inner, long most) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (inner.Length + buffer.Length > most)
                throw new IOException($"More than {most} bytes.");
            inner.Write(buffer);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }

        public override void Flush()
        {
            // Nothing is buffered on the way.
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
