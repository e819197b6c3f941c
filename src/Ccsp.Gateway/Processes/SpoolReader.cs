using Microsoft.Win32.SafeHandles;

namespace Ccsp.Gateway.Processes;

/// <summary>
/// Follows a spool file at the reader's own pace: what is not read stays on disk, so a flood costs the gateway no memory and never blocks
/// the CLI. One reader, one caller at a time.
/// </summary>
internal sealed class SpoolReader(string path, long offset, AsyncSignal changed, Task<RunExit> exited) : IDisposable
{
    private readonly SafeFileHandle _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
    private long? _end;

    /// <summary>Where the next read begins.</summary>
    public long Offset { get; private set; } = offset;

    /// <returns>
    /// Bytes read; 0 once the run has ended and everything up to its end was read. What a surviving grandchild appends later does not
    /// count: it could go on for ever.
    /// </returns>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var next = changed.Next;
            if (exited.IsCompleted)
            {
                await exited;
                _end ??= RandomAccess.GetLength(_file);
            }
            var wanted = (int)Math.Min(buffer.Length, Math.Max(0, (_end ?? long.MaxValue) - Offset));
            var length = wanted == 0 ? 0 : RandomAccess.Read(_file, buffer.Span[..wanted], Offset);
            Offset += length;
            if (length > 0 || _end is not null) return length;
            // The signal also fires once a second and at the end, so that a lost event only delays.
            await next.WaitAsync(cancellationToken);
        }
    }

    public void Dispose() => _file.Dispose();
}
